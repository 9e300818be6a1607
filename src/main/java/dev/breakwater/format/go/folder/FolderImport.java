package dev.breakwater.format.go.folder;

import dev.breakwater.event.Events;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.HeadFile;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.repository.FolderTransfer;
import dev.breakwater.store.Entry;
import dev.breakwater.store.ImportedContent;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.Standing;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The import of a folder into a store: one that {@link FolderExport} has written, or a go command's module cache. Each zip and
 * go.mod must have the hash in an authenticated record of a checksum database, which is looked up in the folder, in the store
 * and on a running server; a file without a record is refused, or stored as provisional if the operator chose so. An info,
 * which no hash protects, is always provisional: the store asks for it again when it can. One thread.
 */
final class FolderImport {
    private static final int LARGEST = 16 << 20;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String TILE = "application/octet-stream";
    private static final Map<String, String> TYPES =
            Map.of(ModuleFile.INFO, "application/json", ModuleFile.MOD, TEXT, ModuleFile.ZIP, "application/zip");

    /** Stands in place of an upstream's name. */
    private static final String IMPORT = "import";

    private final FolderJob job;
    private final Path from;
    private final FolderFiles folder;
    private final FolderReport report;
    private final SharedStore store;
    private final FolderChoice choice;
    private final InstantSource clock;
    private final List<FolderProofs> proofs = new ArrayList<>();
    private final Checksums checksums;
    private final OwnImport ours;

    /** From {@code from}, which may also have its modules in {@code cache/download}; reports to {@code progress}. */
    FolderImport(
            FolderJob job,
            Path from,
            FolderTransfer.ServerPages server,
            FolderTransfer.TransferProgress progress,
            Events events,
            InstantSource clock)
            throws IOException {
        Path cache = from.resolve("cache").resolve("download");
        this.job = job;
        this.from = Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS) ? cache : from;
        this.folder = new FolderFiles(this.from);
        this.report = new FolderReport(progress);
        this.store = SharedStore.made(job.dataDir(), clock);
        this.choice = new FolderChoice(job);
        this.clock = clock;
        for (FolderJob.ProofPolicy database : job.databases()) {
            VerifierKey key = VerifierKey.parse(database.key());
            String below = "sumdb/" + key.name() + "/";
            proofs.add(new FolderProofs(
                    key,
                    List.of(
                            path -> folder.read(below + path),
                            path -> held(below + path),
                            path -> server.page(below + path)),
                    (path, page) -> keep(key.name(), below + path, page),
                    new HeadFile(database.head(), key, events),
                    events,
                    clock));
        }
        this.checksums = FolderChoice.first(proofs);
        this.ours = new OwnImport(store, folder, choice, report, clock);
    }

    private Optional<byte[]> held(String path) throws IOException {
        try {
            return store.read(new Key(job.repository(), path), FolderImport::bytes)
                    .flatMap(bytes -> bytes);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static Optional<byte[]> bytes(Entry entry) throws IOException {
        return entry.meta().standing() == Standing.CONFIRMED ? Optional.of(entry.bytes(LARGEST)) : Optional.empty();
    }

    private void keep(String database, String path, byte[] page) throws IOException {
        try (ImportedContent brought = store.bring(page)) {
            store.put(
                    new Key(job.repository(), path),
                    brought,
                    meta(path.contains("/lookup/") ? TEXT : TILE, Standing.CONFIRMED, database));
        }
    }

    private Meta meta(String type, Standing standing, String by) {
        return new Meta(type, standing, by, IMPORT, clock.instant(), null, false);
    }

    /** Imports everything; the report lists what was refused. */
    FolderTransfer.Carried run() throws IOException, InterruptedException {
        Map<String, NavigableMap<Version, Set<String>>> found = found();
        report.expect(found.values().stream().mapToInt(Map::size).sum());
        for (FolderProofs database : proofs) {
            String below = "sumdb/" + database.name() + "/";
            database.begin(notes(below)).forEach(why -> report.refused(below + "latest", why));
        }
        for (Map.Entry<String, NavigableMap<Version, Set<String>>> each : found.entrySet()) {
            ModulePath module = ModulePath.parse(each.getKey()).get();
            for (Map.Entry<Version, Set<String>> version : each.getValue().entrySet()) {
                take(module, version.getKey(), version.getValue());
            }
        }
        return report.summary();
    }

    private Map<String, NavigableMap<Version, Set<String>>> found() throws IOException {
        Map<String, NavigableMap<Version, Set<String>>> found = new TreeMap<>();
        for (String path : paths(from)) {
            ModuleFile file = ModuleFile.of(path);
            if (file != null && choice.names(file.module())) {
                found.computeIfAbsent(file.module().plain(), _ -> new TreeMap<>())
                        .computeIfAbsent(file.version(), _ -> new TreeSet<>())
                        .add(file.kind());
            }
        }
        return found;
    }

    /** The tree heads that the folder holds, alone or behind records. */
    private List<byte[]> notes(String below) throws IOException {
        List<byte[]> notes = new ArrayList<>();
        folder.read(below + "latest").ifPresent(notes::add);
        if (notes.isEmpty()) {
            for (String path : paths(folder.at(below + "lookup"))) {
                folder.read(below + "lookup/" + path).ifPresent(notes::add);
            }
        }
        return notes;
    }

    private static List<String> paths(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void take(ModulePath module, Version version, Set<String> kinds) throws InterruptedException {
        if (choice.isPrivate(module)) {
            ours.take(module, version, kinds);
        } else {
            for (String kind : kinds) {
                take(new ModuleFile(module, version, kind));
            }
        }
        report.done(module);
    }

    private void take(ModuleFile file) throws InterruptedException {
        try (ImportedContent brought = store.bring(folder.existing(file.path()))) {
            Meta meta = meta(file, new FolderCheck(checksums, file.module(), file.version()).of(file.kind(), brought));
            if (meta != null) {
                put(file, brought, meta);
            }
        } catch (IOException e) {
            report.refused(file.path(), String.valueOf(e.getMessage()));
        }
    }

    private void put(ModuleFile file, ImportedContent brought, Meta meta) throws IOException {
        if (store.put(choice.key(file), brought, meta)) {
            report.written(brought.size());
        } else {
            report.there();
        }
    }

    /** The metadata to store with it; null if it is refused. */
    private @Nullable Meta meta(ModuleFile file, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Verified(String by) ->
                meta(type(file), file.kind().equals(ModuleFile.INFO) ? Standing.PROVISIONAL : Standing.CONFIRMED, by);
            case Verdict.Unverifiable u
            when job.unverified() -> meta(type(file), Standing.PROVISIONAL, "unverified: " + u.why());
            case Verdict.Unverifiable u -> refused(file.path(), u.why());
            case Verdict.Rejected wrong -> refused(file.path(), wrong.why());
        };
    }

    /** The media type of {@code file}. */
    static String type(ModuleFile file) {
        return TYPES.getOrDefault(file.kind(), TEXT);
    }

    private @Nullable Meta refused(String path, String why) {
        report.refused(path, why);
        return null;
    }
}
