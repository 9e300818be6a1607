package dev.breakwater.app;

/**
 * How many platform threads carry the virtual ones: more than there are cores, since one that reads or writes a file keeps
 * its carrier, and at least four, so that two such never keep everything else waiting.
 */
final class VirtualThreads {
    /** Read once by the JDK, with its first virtual thread. */
    private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    private VirtualThreads() {}

    /** As many as {@code cores} need. */
    static int of(int cores) {
        return Math.max(4, 2 * cores);
    }

    /** Provides them, unless the operator has said otherwise. Comes before the first virtual thread. */
    static void provide() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(
                    PROPERTY, Integer.toString(of(Runtime.getRuntime().availableProcessors())));
        }
    }
}
