package dev.breakwater.event;

/** The receiver of events. */
@FunctionalInterface
public interface Events {
    /** For those who do not care. */
    Events NONE = event -> {};

    /** Passes the event to all listeners. Returns quickly and never throws. */
    void publish(Event event);
}
