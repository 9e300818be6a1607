package dev.breakwater.http;

/** A stream of events to all its subscribers. */
public interface Feed {
    /** A subscriber of the stream. Thread-safe. */
    interface Subscriber {
        /**
         * Sends the bytes of one or more events. A slow subscriber misses some, so each must make sense without the one
         * before.
         */
        void send(byte[] events);

        /** Ends it: a browser reconnects by itself. */
        void end();

        /** Whether it has gone away and needs no further events. */
        boolean gone();
    }

    /** Sends events to {@code reader} from now on, until it is {@link Subscriber#gone}. Does not block. */
    void join(Subscriber reader);
}
