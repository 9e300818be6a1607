package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.tarball.TarballHash;
import dev.breakwater.format.npm.tarball.TarballHash.TarballHashes;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The tarball of a version that is being published, as it is decoded: straight to the disk, hashed on the way. */
final class SentTarball extends OutputStream {
    /** The most bytes of a tarball that can be published here. */
    static final long LARGEST = 256L << 20;

    private final Staged staged;
    private final TarballHash hash = new TarballHash();

    /** Thrown if it is too large. */
    static final class TooLargeTarball extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeTarball() {
            super("the tarball has more than " + (LARGEST >> 20) + " MiB");
        }
    }

    /** Fills {@code staged}, which the caller closes. */
    SentTarball(Staged staged) {
        this.staged = staged;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (staged.arrived() + count > LARGEST) {
            throw new TooLargeTarball();
        }
        hash.update(ByteBuffer.wrap(bytes, from, count));
        staged.write(ByteBuffer.wrap(bytes, from, count));
    }

    /** The hashes of all of it. Called once, at the end. */
    TarballHashes finish() {
        staged.complete();
        return hash.finish(staged);
    }

    /** Where it is. */
    Staged staged() {
        return staged;
    }
}
