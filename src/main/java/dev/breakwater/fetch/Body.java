package dev.breakwater.fetch;

import dev.breakwater.store.OpenFile;

/** The bytes of an answer. The receiver sends it or calls {@link #release()}. */
public sealed interface Body {
    /** The number of bytes; -1 if not known yet. */
    long length();

    /** Closes what the body holds open. */
    void release();

    /** Small enough to hold in memory. */
    record Bytes(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void release() {}
    }

    /** A whole file; the receiver owns one hold on it. */
    record Whole(OpenFile file) implements Body {
        @Override
        public long length() {
            return file.size();
        }

        @Override
        public void release() {
            file.release();
        }
    }

    /** Not here, and not needed: the answer is to a HEAD, for which its length is enough. */
    record Elsewhere(long length) implements Body {
        @Override
        public void release() {}
    }

    /** Still arriving and not yet verified; the last part is withheld until it is. */
    record Growing(Tail tail, long length) implements Body {
        @Override
        public void release() {
            tail.close();
        }
    }
}
