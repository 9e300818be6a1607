package dev.breakwater.format.go.zip;

/** Lets others run after each MiB of work: a virtual thread has no time slice, so what works long must yield. */
final class TimeSlice {
    private static final int MEBIBYTE = 1 << 20;

    private int sinceYield;

    /** Says that {@code bytes} more have been worked through. */
    // The scheduler is relied on for fairness only, never for correctness.
    @SuppressWarnings("ThreadPriorityCheck")
    void worked(int bytes) {
        sinceYield += bytes;
        if (sinceYield >= MEBIBYTE) {
            sinceYield = 0;
            Thread.yield();
        }
    }
}
