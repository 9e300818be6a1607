package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ImageName;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** The locks of hosted images, each for some of them. A server has one set, which outlives a changed configuration. */
public final class ImageLocks {
    private static final int STRIPES = 64;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /** A new set. */
    public ImageLocks() {
        Arrays.setAll(stripes, _ -> new ReentrantLock());
    }

    /** That of the image {@code name} of the repository {@code repository}. */
    ReentrantLock of(String repository, ImageName name) {
        return stripes[Math.floorMod(31 * repository.hashCode() + name.hashCode(), STRIPES)];
    }
}
