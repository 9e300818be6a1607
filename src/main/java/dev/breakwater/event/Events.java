package dev.breakwater.event;

/** The receiver of events. */
@FunctionalInterface
public interface Events {
    /** Ignores all events. */
    Events NONE = event -> {};

    /** Passes the event to all listeners. Returns quickly and never throws. */
    void publish(Event event);
}
