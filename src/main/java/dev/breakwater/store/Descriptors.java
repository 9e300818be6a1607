package dev.breakwater.store;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The limit of open files and sockets of this process. */
public final class Descriptors {
    private static final int UNKNOWN = 1024;
    private static final int ENOUGH = 1 << 20;

    private Descriptors() {}

    /** The limit; over a million counts as a million. */
    public static int limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Math.clamp(unix.getMaxFileDescriptorCount(), 64, ENOUGH)
                : UNKNOWN;
    }
}
