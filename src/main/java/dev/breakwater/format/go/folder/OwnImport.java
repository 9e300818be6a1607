package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.publish.Publishable;
import dev.breakwater.store.Entry;
import dev.breakwater.store.ImportedContent;
import dev.breakwater.store.Meta;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.Standing;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The import of the operator's own modules from a folder: only the importing operator vouches for them, so they count as
 * published here, and must be complete and valid for the go command.
 */
record OwnImport(SharedStore store, FolderFiles folder, FolderChoice choice, FolderReport report, InstantSource clock) {
    private static final Set<String> WHOLE = Set.of(ModuleFile.INFO, ModuleFile.MOD, ModuleFile.ZIP);

    /** Imports one version, of which the folder has {@code kinds}. */
    void take(ModulePath module, Version version, Set<String> kinds) throws InterruptedException {
        String release = module + "@" + version;
        if (!choice.isGiven(module)) {
            report.refused(release, "is private here; to import it as published, add --private " + module);
            return;
        }
        if (!kinds.equals(WHOLE)) {
            report.refused(release, "a private version needs all its files, and this one has only " + kinds);
            return;
        }
        try (ImportedContent info = bring(module, version, ModuleFile.INFO);
                ImportedContent goMod = bring(module, version, ModuleFile.MOD);
                ImportedContent zip = bring(module, version, ModuleFile.ZIP)) {
            String fault = fault(module, version, info, goMod, zip);
            if (fault != null) {
                report.refused(release, fault);
                return;
            }
            // the info last: a published version exists once its info does
            putOurs(new ModuleFile(module, version, ModuleFile.ZIP), zip);
            putOurs(new ModuleFile(module, version, ModuleFile.MOD), goMod);
            putOurs(new ModuleFile(module, version, ModuleFile.INFO), info);
        } catch (IOException e) {
            report.refused(release, String.valueOf(e.getMessage()));
        }
    }

    private ImportedContent bring(ModulePath module, Version version, String kind) throws IOException {
        return store.bring(folder.existing(new ModuleFile(module, version, kind).path()));
    }

    private static @Nullable String fault(
            ModulePath module, Version version, ImportedContent info, ImportedContent goMod, ImportedContent zip)
            throws IOException, InterruptedException {
        if (new FolderCheck(Checksums.NONE, module, version).of(ModuleFile.INFO, info)
                instanceof Verdict.Rejected wrong) {
            return wrong.why();
        }
        return switch (Publishable.of(module, version, zip)) {
            case Publishable.Unpublishable(String why) -> why;
            case Publishable.Fit fit ->
                Digest.of(fit.goMod()).equals(goMod.sha256()) ? null : "its .mod is not the go.mod in its zip";
        };
    }

    private void putOurs(ModuleFile file, ImportedContent brought) throws IOException, InterruptedException {
        Digest held = store.read(choice.key(file), Entry::sha256).orElse(brought.sha256());
        if (!held.equals(brought.sha256())) {
            throw new IOException(file.path() + " is stored with other content, which stays: versions never change");
        }
        Meta meta = new Meta(
                FolderImport.type(file), Standing.CONFIRMED, "published by import", "-", clock.instant(), null, true);
        if (store.put(choice.key(file), brought, meta)) {
            report.written(brought.size());
        } else {
            report.there();
        }
    }
}
