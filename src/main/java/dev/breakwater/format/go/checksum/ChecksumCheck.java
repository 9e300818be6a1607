package dev.breakwater.format.go.checksum;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.verify.Verdict;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The comparison of a received file's hash with the record of its version. */
public final class ChecksumCheck {
    private final Checksums checksums;
    private final ModulePath module;
    private final Version version;
    private final AtomicBoolean asked = new AtomicBoolean();

    public ChecksumCheck(Checksums checksums, ModulePath module, Version version) {
        this.checksums = checksums;
        this.module = module;
        this.version = version;
    }

    /** Starts the look-up in parallel with the download, so that the client does not wait for it afterwards. */
    void lookAhead() {
        if (asked.compareAndSet(false, true)) {
            Thread.ofVirtual().name("lookup " + module + "@" + version).start(this::look);
        }
    }

    private void look() {
        try {
            checksums.record(module, version);
        } catch (InterruptedException e) {
            // These threads are never interrupted; the verdict asks again anyway.
        }
    }

    /** A check of the bytes' form, for bytes without a record. */
    interface HashForm {
        /** Why the content is malformed; empty if it is not. */
        String fault();

        /** {@code verdict}, if the content is not malformed. */
        default Verdict or(Verdict verdict) {
            String fault = fault();
            return fault.isEmpty() ? verdict : new Verdict.Rejected(fault);
        }
    }

    /** The verdict on a zip with the hash {@code h1}. */
    public Verdict zip(String h1) throws InterruptedException {
        return judge(h1, false, () -> "");
    }

    /** The verdict on a go.mod with the hash {@code h1}; {@code form} decides if there is no record. */
    Verdict goMod(String h1, HashForm form) throws InterruptedException {
        return judge(h1, true, form);
    }

    private Verdict judge(String h1, boolean goMod, HashForm form) throws InterruptedException {
        return switch (checksums.record(module, version)) {
            case Checksums.Recorded known -> compare(h1, goMod ? known.goMod() : known.zip(), known.by(), form);
            case Checksums.NotRecorded(String why) -> form.or(new Verdict.Unverifiable(why, h1));
            case Checksums.SourcesDown(String why) -> form.or(new Verdict.Unverifiable(why, h1));
            case Checksums.Lied(String why) -> form.or(new Verdict.Unverifiable(why, h1, true));
            case Checksums.Unchecked u ->
                form.or(new Verdict.Verified("its form alone: no checksum database is configured"));
        };
    }

    private Verdict compare(String h1, @Nullable String recorded, String by, HashForm form) {
        if (recorded == null) {
            return form.or(new Verdict.Unverifiable(
                    by + " has no hash of this file in its record of " + module + "@" + version, h1));
        }
        return recorded.equals(h1)
                ? new Verdict.Verified(by)
                : Verdict.Rejected.contradiction("its hash is " + h1 + ", but " + by + " says " + recorded);
    }
}
