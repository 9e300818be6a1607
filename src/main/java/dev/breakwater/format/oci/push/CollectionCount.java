package dev.breakwater.format.oci.push;

import dev.breakwater.repository.Upkeep;

/** What one collection has removed so far, and whether it goes on. */
final class CollectionCount {
    private final Upkeep.Pace pace;
    private long manifests;
    private long links;
    private long blobs;
    private long bytes;
    private int failures;
    private boolean stopped;

    CollectionCount(Upkeep.Pace pace) {
        this.pace = pace;
    }

    /** Waits for its turn; false for ever once the collection has to end. */
    boolean goOn() throws InterruptedException {
        stopped = stopped || !pace.goOn();
        return !stopped;
    }

    /** Whether the collection has to end, so that what was seen is not all there is. */
    boolean stopped() {
        return stopped;
    }

    /** Counts a manifest of {@code size} bytes; 0 for none. */
    void manifest(long size) {
        manifests += size > 0 ? 1 : 0;
        bytes += size;
    }

    /** Counts the link of an image to a blob. */
    void link(long size) {
        links += size > 0 ? 1 : 0;
        bytes += size;
    }

    /** Counts the bytes of a blob. */
    void blob(long size) {
        blobs += size > 0 ? 1 : 0;
        bytes += size;
    }

    /** Whether every image could be read. */
    boolean whole() {
        return failures == 0;
    }

    /** Counts an image that could not be read; returns how many there are. */
    int failed() {
        return ++failures;
    }

    boolean any() {
        return bytes > 0;
    }

    @Override
    public String toString() {
        return manifests + " manifests without a tag, " + links + " blobs from images, and the bytes of " + blobs
                + " blobs: " + bytes + " bytes are free"
                + (failures == 0
                        ? ""
                        : "; " + failures
                                + " images can't be read and stay as they are, and so do the bytes of all blobs");
    }
}
