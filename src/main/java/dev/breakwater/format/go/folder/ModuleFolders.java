package dev.breakwater.format.go.folder;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.repository.FolderTransfer;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Carries Go modules between a store and a folder. */
public final class ModuleFolders implements FolderTransfer {
    private final InstantSource clock = InstantSource.system();

    @Override
    public Carried export(TransferJob job, TransferProgress progress) throws IOException, InterruptedException {
        Forks forks = new Forks();
        return forks.with(new FolderExport(of(job), job.folder(), progress, forks, clock).run());
    }

    @Override
    public Carried take(TransferJob job, ServerPages server, TransferProgress progress)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(job.folder())) {
            throw new IOException("there is no folder " + job.folder());
        }
        Forks forks = new Forks();
        return forks.with(new FolderImport(of(job), job.folder(), server, progress, forks, clock).run());
    }

    private static FolderJob of(TransferJob job) {
        return new FolderJob(
                job.dataFolder(),
                job.repository().name(),
                DatabaseSettings.of(job.repository()).stream()
                        .map(each -> new FolderJob.ProofPolicy(
                                each.key(),
                                job.dataFolder()
                                        .resolve("sumdb")
                                        .resolve(each.name())
                                        .resolve("head")))
                        .toList(),
                job.patterns(),
                ChainSettings.of(job.repository()).privatePatterns(),
                job.given(),
                job.unverified());
    }

    /** Hears of what must not go by unseen: two histories of one checksum database. */
    private static final class Forks implements Events {
        private final List<RefusedModule> forks = new ArrayList<>();

        @Override
        public synchronized void publish(Event event) {
            if (event instanceof Event.Forked forked) {
                forks.add(new RefusedModule("sumdb", forked.evidence()));
            }
        }

        /** The same, refused by these before anything else. */
        synchronized Carried with(Carried carried) {
            List<RefusedModule> refused = new ArrayList<>(forks);
            refused.addAll(carried.refused());
            return new Carried(
                    carried.modules(),
                    carried.versions(),
                    carried.taken(),
                    carried.there(),
                    carried.bytes(),
                    List.copyOf(refused));
        }
    }
}
