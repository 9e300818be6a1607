package dev.breakwater.format.go.zip;

/** A counter of work that yields after each MiB: a virtual thread has no time slice, so long work must yield. */
final class TimeSlice {
    private static final int MEBIBYTE = 1 << 20;

    private int sinceYield;

    /** Counts {@code bytes} more. */
    // Yielding is for fairness only, never for correctness.
    @SuppressWarnings("ThreadPriorityCheck")
    void worked(int bytes) {
        sinceYield += bytes;
        if (sinceYield >= MEBIBYTE) {
            sinceYield = 0;
            Thread.yield();
        }
    }
}
