package dev.breakwater.format.npm.tarball;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The verifier of one version's tarball: its hashes must be those of its record, which is looked up as the bytes arrive. */
public final class TarballVerifier implements Verifier {
    /** The most bytes of a tarball. */
    public static final long LARGEST = 1L << 30;

    private final PackageName name;
    private final SemanticVersion version;
    private final TarballRecords records;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** What was looked up as the bytes arrived: a record is not stored. */
    private volatile TarballRecords.@Nullable TarballRecord known;

    /** Of the tarball of {@code version}. */
    public TarballVerifier(PackageName name, SemanticVersion version, TarballRecords records) {
        this.name = name;
        this.version = version;
        this.records = records;
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public Check start() {
        if (asked.compareAndSet(false, true)) {
            Thread.ofVirtual().name("record " + name + "@" + version).start(this::lookAhead);
        }
        TarballHash hash = new TarballHash();
        return new Check() {
            @Override
            public void update(ByteBuffer arrived) {
                hash.update(arrived);
            }

            @Override
            public void restart() {
                hash.restart();
            }

            @Override
            public Verdict verdict(Content whole) throws InterruptedException {
                try {
                    return judge(hash.finish(whole));
                } catch (IOException e) {
                    throw new UncheckedIOException("reading back the received bytes", e);
                }
            }
        };
    }

    private void lookAhead() {
        try {
            known = records.of(name, version);
        } catch (InterruptedException e) {
            // these threads are never interrupted; the verdict asks again anyway
        }
    }

    private Verdict judge(TarballHash.TarballHashes hashes) throws InterruptedException, IOException {
        return switch (known instanceof TarballRecords.TarballRecord.RecordedHash found
                ? found
                : records.of(name, version)) {
            case TarballRecords.TarballRecord.Unrecorded(String why) -> new Verdict.Unverifiable(why, hashes.sha512());
            case TarballRecords.TarballRecord.RecordedHash(Integrity integrity, String by) -> {
                if (!hashes.match(integrity)) {
                    yield Verdict.Rejected.contradiction("its hash is "
                            + (integrity.hashes().isEmpty() ? "sha1 " + hashes.sha1() : hashes.sha512()) + ", but "
                            + by + " says " + integrity);
                }
                yield integrity.isStrong()
                        ? new Verdict.Verified(by)
                        : new Verdict.Unverifiable(
                                "there is a SHA-1 of it alone, which can be forged", hashes.sha512());
            }
        };
    }
}
