package dev.breakwater.format.npm.publish;

import dev.breakwater.store.Staged;
import dev.breakwater.verify.Digest;
import java.nio.channels.FileChannel;

/** Staged content that can only be counted. */
abstract class CountedStaged implements Staged {
    /** How many bytes have arrived. */
    protected long count;

    @Override
    public long arrived() {
        return count;
    }

    @Override
    public long size() {
        return count;
    }

    @Override
    public Digest sha256() {
        throw new AssertionError("not kept");
    }

    @Override
    public FileChannel open() {
        throw new AssertionError("not kept");
    }

    @Override
    public void restart() {
        throw new AssertionError("not kept");
    }

    @Override
    public void released() {}

    @Override
    public void complete() {}

    @Override
    public void fail(String why) {}

    @Override
    public long awaitBeyond(long position) {
        return count;
    }

    @Override
    public void close() {}
}
