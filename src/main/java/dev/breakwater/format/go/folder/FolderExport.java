package dev.breakwater.format.go.folder;

import dev.breakwater.event.Events;
import dev.breakwater.format.go.checksum.BorrowedHead;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.HeadFile;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.FolderTransfer;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.Standing;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The export of a store's modules into a folder that {@code GOPROXY=file://…} can name, so that a client needs no network at
 * all: the files below {@code <module>/@v/} and {@code @latest}, and below {@code sumdb/<name>/} the records that vouch for
 * them and the tiles that prove these. Every byte is verified on the way. Keeps the files that are there already, so you can
 * safely rerun an interrupted export. One thread.
 */
final class FolderExport {
    private static final int LARGEST = 16 << 20;

    private final FolderJob job;
    private final FolderFiles folder;
    private final FolderReport report;
    private final SharedStore store;
    private final List<FolderProofs> proofs = new ArrayList<>();
    private final Checksums checksums;
    private final FolderChoice choice;

    /** Into {@code to}; reports to {@code progress}. */
    FolderExport(FolderJob job, Path to, FolderTransfer.TransferProgress progress, Events events, InstantSource clock)
            throws IOException {
        this.job = job;
        this.folder = new FolderFiles(to);
        this.report = new FolderReport(progress);
        this.store = SharedStore.of(job.dataDir(), clock);
        this.choice = new FolderChoice(job);
        for (FolderJob.ProofPolicy database : job.databases()) {
            VerifierKey key = VerifierKey.parse(database.key());
            String below = "sumdb/" + key.name() + "/";
            proofs.add(new FolderProofs(
                    key,
                    List.of(path -> held(below + path), path -> folder.read(below + path)),
                    (path, page) -> folder.write(below + path, page),
                    new BorrowedHead(new HeadFile(database.head(), key, events)),
                    events,
                    clock));
        }
        this.checksums = FolderChoice.first(proofs);
    }

    private Optional<byte[]> held(String path) throws IOException {
        try {
            return store.read(new Key(job.repository(), path), FolderExport::bytes)
                    .flatMap(bytes -> bytes);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static Optional<byte[]> bytes(Entry entry) throws IOException {
        return entry.meta().standing() == Standing.ABSENT ? Optional.empty() : Optional.of(entry.bytes(LARGEST));
    }

    /** Writes everything; the report lists what failed. */
    FolderTransfer.Carried run() throws IOException, InterruptedException {
        SortedMap<String, NavigableMap<Version, Set<String>>> wanted = wanted();
        report.expect(wanted.values().stream().mapToInt(Map::size).sum());
        Files.createDirectories(folder.at(""));
        for (FolderProofs database : proofs) {
            begin(database);
        }
        for (Map.Entry<String, NavigableMap<Version, Set<String>>> each : wanted.entrySet()) {
            ModulePath module = ModulePath.parse(each.getKey()).get();
            for (Map.Entry<Version, Set<String>> version : each.getValue().entrySet()) {
                write(module, version.getKey(), version.getValue());
            }
            list(module);
        }
        return report.summary();
    }

    private void list(ModulePath module) {
        try {
            FolderLists.write(folder, module);
        } catch (IOException e) {
            report.refused(module.escaped() + "/@v/list", String.valueOf(e.getMessage()));
        }
    }

    /** A client requests {@code supported} first; without it, the client would use the network. */
    private void begin(FolderProofs database) throws IOException, InterruptedException {
        String below = "sumdb/" + database.name() + "/";
        List<byte[]> notes = new ArrayList<>();
        held(below + "latest").ifPresent(notes::add);
        // a reader of the old folder must be able to verify that the tree has only grown: the proof is written too
        folder.read(below + "latest").ifPresent(notes::add);
        database.begin(notes).forEach(why -> report.refused(below + "latest", why));
        folder.write(below + "supported", new byte[0]);
        var head = database.head();
        if (head != null) {
            folder.write(below + "latest", head.note());
        }
    }

    private SortedMap<String, NavigableMap<Version, Set<String>>> wanted() throws IOException {
        SortedMap<String, NavigableMap<Version, Set<String>>> wanted = new TreeMap<>();
        for (String home : List.of(job.repository(), PrivateHome.of(job.repository()))) {
            store.keys(home, key -> {
                ModuleFile file = ModuleFile.of(key.path());
                if (file != null && choice.wants(file.module(), key)) {
                    wanted.computeIfAbsent(file.module().plain(), _ -> new TreeMap<>())
                            .computeIfAbsent(file.version(), _ -> new TreeSet<>())
                            .add(file.kind());
                }
            });
        }
        return wanted;
    }

    /** The zip last: a version without one is not in the list. */
    private void write(ModulePath module, Version version, Set<String> kinds) throws InterruptedException {
        for (String kind : kinds) {
            ModuleFile file = new ModuleFile(module, version, kind);
            try {
                store.read(choice.key(file), entry -> {
                    if (entry.meta().standing() != Standing.ABSENT) {
                        write(file, entry);
                    }
                    return true;
                });
            } catch (IOException e) {
                report.refused(file.path(), String.valueOf(e.getMessage()));
            }
        }
        report.done(module);
    }

    private void write(ModuleFile file, Entry entry) throws IOException, InterruptedException {
        String fault = fault(file, entry);
        if (fault != null) {
            report.refused(file.path(), fault);
        } else if (folder.write(file.path(), entry)) {
            report.written(entry.size());
        } else {
            report.there();
        }
    }

    private @Nullable String fault(ModuleFile file, Entry entry) throws IOException, InterruptedException {
        Checksums vouching = choice.isPrivate(file.module()) ? Checksums.NONE : checksums;
        return switch (new FolderCheck(vouching, file.module(), file.version()).of(file.kind(), entry)) {
            case Verdict.Verified v -> null;
            case Verdict.Rejected wrong -> wrong.why();
            case Verdict.Unverifiable u -> job.unverified() ? null : u.why();
        };
    }
}
