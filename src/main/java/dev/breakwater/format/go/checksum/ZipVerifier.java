package dev.breakwater.format.go.checksum;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.format.go.zip.ZipFormat;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The verifier of one version's zip: checks its form as it arrives, then its hash against the checksum database. */
public record ZipVerifier(Checksums checksums, ModulePath module, Version version) implements Verifier {
    @Override
    public long largest() {
        return ZipFormat.MOST_BYTES;
    }

    @Override
    public Check start() {
        ChecksumCheck vouching = new ChecksumCheck(checksums, module, version);
        vouching.lookAhead();
        ModuleZip zip = new ModuleZip(module, version);
        return new Check() {
            @Override
            public void update(ByteBuffer arrived) {
                zip.update(arrived);
            }

            @Override
            public void restart() {
                zip.restart();
            }

            @Override
            public Verdict verdict(Content whole) throws InterruptedException {
                return switch (finish(zip, whole)) {
                    case ModuleZip.ZipResult.Hashed(String h1) -> vouching.zip(h1);
                    case ModuleZip.ZipResult.MalformedZip(String why, String defect) ->
                        new Verdict.Rejected(why, defect, false);
                };
            }
        };
    }

    private static ModuleZip.ZipResult finish(ModuleZip zip, Content whole) {
        try {
            return zip.finish(whole);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back the received bytes", e);
        }
    }
}
