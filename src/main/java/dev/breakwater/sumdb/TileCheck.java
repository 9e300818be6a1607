package dev.breakwater.sumdb;

import dev.breakwater.verify.Verdict;

/**
 * The check whether bytes are the requested tile. Does no I/O; any thread may call it, any number of times. {@code Verified}:
 * they are. {@code Rejected}: they are not, and their sender is at fault. {@code Unverifiable}: they do not fit what the others
 * sent, and the fault can't be located: ask another source, blame none.
 *
 * <p>Two equal checks give the same verdict on the same bytes, so a tile fetched for one serves the other. If that is not
 * certain, they are not equal.
 */
@FunctionalInterface
public interface TileCheck {
    /** Checks {@code bytes}; does not keep or change them unless it says so. */
    Verdict check(byte[] bytes);
}
