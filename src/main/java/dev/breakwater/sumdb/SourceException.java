package dev.breakwater.sumdb;

/** A tile is unavailable or does not exist. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean absent;

    private final boolean lie;

    private SourceException(String why, boolean absent, boolean lie) {
        super(why);
        this.absent = absent;
        this.lie = lie;
    }

    /** It does not exist: the sources that should have it say so. */
    public static SourceException absent(String why) {
        return new SourceException(why, true, false);
    }

    /** Unavailable right now: no source that may have it answered. */
    public static SourceException trouble(String why) {
        return new SourceException(why, false, false);
    }

    /** Unavailable right now, and the sources sent wrong content. */
    public static SourceException lie(String why) {
        return new SourceException(why, false, true);
    }

    /** Whether wrong content was sent in its place: then a source lied, or the database did. */
    public boolean isLie() {
        return lie;
    }

    /** Whether it does not exist. */
    public boolean isAbsent() {
        return absent;
    }
}
