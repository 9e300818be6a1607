package dev.breakwater.fetch;

import java.io.IOException;

/** Thrown if the {@link ContentAssembler} refuses the rest of one attempt's content. */
abstract sealed class RefusedContent extends IOException {
    private static final long serialVersionUID = 1;

    private RefusedContent(String what) {
        super(what);
    }

    /** A writer sent other bytes than the ones before it. */
    static final class Differs extends RefusedContent {
        private static final long serialVersionUID = 1;

        Differs(String what) {
            super(what);
        }
    }

    /** A writer has or sends more bytes than the limit, or another number of them than are on record. */
    static final class WrongSize extends RefusedContent {
        private static final long serialVersionUID = 1;

        private final boolean contradicts;

        private WrongSize(String what, boolean contradicts) {
            super(what);
            this.contradicts = contradicts;
        }

        static WrongSize beyond(long largest) {
            return new WrongSize("it has more than " + largest + " bytes, the limit for it", false);
        }

        static WrongSize not(long size) {
            return new WrongSize("it does not have the " + size + " bytes that are on record for it", true);
        }

        /** Whether it contradicts a record. */
        boolean contradicts() {
            return contradicts;
        }
    }

    /** The content of a writer is no longer needed. */
    static final class Unwanted extends RefusedContent {
        private static final long serialVersionUID = 1;

        Unwanted() {
            super("no longer needed");
        }
    }
}
