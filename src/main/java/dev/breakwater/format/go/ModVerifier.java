package dev.breakwater.format.go;

import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;

/** Verifies the go.mod of one version: its hash against the checksum database. */
record ModVerifier(Checksums checksums, ModulePath module, Version version) implements Verifier {
    /** As the go command has it: {@code MaxGoMod} of golang.org/x/mod/zip. */
    private static final int LARGEST = 16 * 1024 * 1024;

    @Override
    public Check start() {
        Vouching vouching = new Vouching(checksums, module, version);
        vouching.lookAhead();
        return whole -> judge(vouching, whole);
    }

    private Verdict judge(Vouching vouching, Content whole) throws InterruptedException {
        if (whole.size() > LARGEST) {
            return new Verdict.Rejected(
                    "a go.mod has at most " + LARGEST + " bytes, this one has " + whole.size(), "too large", false);
        }
        try {
            return vouching.goMod(GoModHash.h1(whole.bytes(LARGEST)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back what had arrived", e);
        }
    }
}
