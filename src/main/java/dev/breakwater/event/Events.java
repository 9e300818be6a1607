package dev.breakwater.event;

/** Where events go. */
@FunctionalInterface
public interface Events {
    /** For those who do not care. */
    Events NONE = event -> {};

    /** Tells everybody who listens. Returns quickly and never throws. */
    void publish(Event event);
}
