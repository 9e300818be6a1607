package dev.breakwater.sumdb;

/** A tile could not be had. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean absent;

    private SourceException(String why, boolean absent) {
        super(why);
        this.absent = absent;
    }

    /** It does not exist: those who should know said so. */
    public static SourceException absent(String why) {
        return new SourceException(why, true);
    }

    /** It cannot be had now: nobody who may have it answers, or nobody's bytes pass the check. */
    public static SourceException trouble(String why) {
        return new SourceException(why, false);
    }

    /** Whether it does not exist. */
    public boolean isAbsent() {
        return absent;
    }
}
