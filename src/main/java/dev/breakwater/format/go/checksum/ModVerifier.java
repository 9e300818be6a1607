package dev.breakwater.format.go.checksum;

import dev.breakwater.format.go.module.GoModHash;
import dev.breakwater.format.go.module.GoModSyntax;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

/**
 * The verifier of one version's go.mod: checks its hash against the checksum database, and its form if that has no record. A
 * recorded go.mod is right whatever its form.
 */
public record ModVerifier(Checksums checksums, ModulePath module, Version version) implements Verifier {
    /** As in the go command: {@code MaxGoMod} of golang.org/x/mod/zip. */
    static final int LARGEST = 16 * 1024 * 1024;

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public Check start() {
        ChecksumCheck vouching = new ChecksumCheck(checksums, module, version);
        vouching.lookAhead();
        return whole -> judge(vouching, module, whole);
    }

    /** The verdict on {@code whole}, the go.mod of the version of {@code module} that {@code vouching} checks. */
    public static Verdict judge(ChecksumCheck vouching, ModulePath module, Content whole) throws InterruptedException {
        if (whole.size() > LARGEST) {
            return new Verdict.Rejected(
                    "a go.mod has at most " + LARGEST + " bytes, this one has " + whole.size(), "too large", false);
        }
        return vouching.goMod(GoModHash.h1(whole.sha256()), () -> fault(whole, module));
    }

    private static String fault(Content whole, ModulePath module) {
        try (InputStream file = new Bounded(whole)) {
            return GoModSyntax.fault(file, module);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back the received bytes", e);
        }
    }

    /** Reads a content up to its size, and nothing behind it. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(Content whole) throws IOException {
            super(Channels.newInputStream(whole.open()));
            left = whole.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = left == 0 ? -1 : super.read(into, from, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
