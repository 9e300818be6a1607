package dev.breakwater.fetch;

import java.io.IOException;

/** Why the {@link ContentAssembler} takes no more of what one attempt sends. */
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

    /** A writer has, or sends, more bytes than anything right has. */
    static final class TooLarge extends RefusedContent {
        private static final long serialVersionUID = 1;

        TooLarge(long largest) {
            super("it has more than the " + largest + " bytes that it may have");
        }
    }

    /** What a writer sends is of no use any more. */
    static final class Unwanted extends RefusedContent {
        private static final long serialVersionUID = 1;

        Unwanted() {
            super("no longer wanted");
        }
    }
}
