package dev.breakwater.app;

/**
 * The number of carrier threads: more than there are cores, since a virtual thread that reads or writes a file keeps its
 * carrier, and at least four, so that two such never block everything else.
 */
final class VirtualThreads {
    /** Read once by the JDK, with its first virtual thread. */
    private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    private VirtualThreads() {}

    /** As many as {@code cores} need. */
    static int of(int cores) {
        return Math.max(4, 2 * cores);
    }

    /** Sets the number, unless the operator has set one. Call it before the first virtual thread. */
    static void provide() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(
                    PROPERTY, Integer.toString(of(Runtime.getRuntime().availableProcessors())));
        }
    }
}
