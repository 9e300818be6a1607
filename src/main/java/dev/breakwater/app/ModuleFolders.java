package dev.breakwater.app;

import dev.breakwater.cli.FolderTransfer;
import dev.breakwater.cli.ServerFiles;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.go.folder.FolderExport;
import dev.breakwater.format.go.folder.FolderImport;
import dev.breakwater.format.go.folder.FolderJob;
import dev.breakwater.format.go.folder.FolderReport;
import dev.breakwater.store.DataSettings;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries Go modules between the store and a folder, for the commands, which know no format. */
final class ModuleFolders implements FolderTransfer {
    private final InstantSource clock = InstantSource.system();

    @Override
    public Carried export(Settings settings, TransferJob job, TransferProgress progress)
            throws IOException, InterruptedException {
        Forks forks = new Forks();
        FolderReport.ReportSummary summary =
                new FolderExport(of(settings, job), job.folder(), progress::show, forks, clock).run();
        return forks.carried(summary);
    }

    @Override
    public Carried take(Settings settings, TransferJob job, ServerFiles server, TransferProgress progress)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(job.folder())) {
            throw new IOException("there is no folder " + job.folder());
        }
        FolderJob wanted = of(settings, job);
        Forks forks = new Forks();
        FolderReport.ReportSummary summary = new FolderImport(
                        wanted, job.folder(), new Asked(server, wanted.repository()), progress::show, forks, clock)
                .run();
        return forks.carried(summary);
    }

    private static FolderJob of(Settings settings, TransferJob job) throws IOException {
        RepositorySettings repository = job.repository().isEmpty()
                ? settings.repositories().firstEntry().getValue()
                : settings.repositories().get(job.repository());
        if (repository == null) {
            throw new IOException("there is no repository " + job.repository() + ", only "
                    + String.join(", ", settings.repositories().keySet()));
        }
        return new FolderJob(
                settings.get(DataSettings.class).folder(),
                repository.name(),
                DatabaseSettings.of(repository).stream()
                        .map(each -> new FolderJob.ProofPolicy(
                                each.key(),
                                settings.get(DataSettings.class)
                                        .folder()
                                        .resolve("sumdb")
                                        .resolve(each.name())
                                        .resolve("head")))
                        .toList(),
                job.modules(),
                ChainSettings.of(repository).privatePatterns(),
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

        synchronized Carried carried(FolderReport.ReportSummary summary) {
            summary.refused().forEach(each -> forks.add(new RefusedModule(each.path(), each.why())));
            return new Carried(
                    summary.modules(),
                    summary.versions(),
                    summary.written(),
                    summary.there(),
                    summary.bytes(),
                    List.copyOf(forks));
        }
    }

    /** A server's pages, as long as it answers. */
    private static final class Asked implements FolderImport.ServerPages {
        private final ServerFiles client;
        private final String repository;
        private boolean gone;

        Asked(ServerFiles client, String repository) {
            this.client = client;
            this.repository = repository;
        }

        @Override
        public Optional<byte[]> page(String path) throws IOException {
            if (gone) {
                return Optional.empty();
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try {
                return client.get("/" + repository + "/" + path, body).status() == 200
                        ? Optional.of(body.toByteArray())
                        : Optional.empty();
            } catch (ConnectException e) {
                gone = true;
                return Optional.empty();
            }
        }
    }
}
