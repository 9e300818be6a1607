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

    /** A writer has or sends more bytes than the limit. */
    static final class TooLarge extends RefusedContent {
        private static final long serialVersionUID = 1;

        TooLarge(long largest) {
            super("it has more than " + largest + " bytes, the limit for it");
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
