package dev.breakwater.http;

/** A stream of events to all its subscribers. */
public interface Feed {
    /** Who reads along. Any thread may call it. */
    interface Subscriber {
        /**
         * Sends the bytes of one or more events. One who reads too slowly misses some, so each must make sense without the one
         * before.
         */
        void send(byte[] events);

        /** Ends it: a browser comes back by itself and asks anew. */
        void end();

        /** Whether it has gone away: it need not be told anything more. */
        boolean gone();
    }

    /** Tells {@code reader} what there is, from now on, until it is {@link Subscriber#gone}. Does not block. */
    void join(Subscriber reader);
}
