package dev.breakwater.notes;

import dev.breakwater.config.FormatSection;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.LockFiles;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RepositoryContext;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.RunningFormat;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.ResponseRules;
import dev.breakwater.upstream.UpstreamSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * {@code <name>/<number>.txt} is version {@code <number>} of the note {@code <name>}; see {@link NotesRepository} for the rest. All
 * repositories share {@link NotesRoot}.
 */
public final class NotesFormat implements Format {
    private final CountDownLatch followed = new CountDownLatch(1);
    private final Naming naming = new NotesNaming();

    /** Passed once the server has asked a repository whether there is news. */
    public CountDownLatch followed() {
        return followed;
    }

    @Override
    public FormatSection<NotesSettings> settings() {
        return new NotesSection();
    }

    @Override
    public Naming naming() {
        return naming;
    }

    @Override
    public RunningFormat start(FormatContext context) {
        return new RunningFormat() {
            @Override
            public Repository open(RepositoryContext repository) {
                NotesResources resources =
                        new NotesResources(repository.name(), repository.mirrors(), context.fetcher());
                return new NotesRepository(
                        repository.name(), resources, naming, new NotesUploads(context), followed::countDown);
            }

            @Override
            public Optional<RootPaths> root() {
                return Optional.of(new NotesRoot());
            }

            // a mirror of notes says 402 for one that there is not
            @Override
            public Mirror.MirrorProtocol protocol(ChainSettings repository, UpstreamSettings upstream) {
                return new Mirror.MirrorProtocol(
                        new ResponseRules(Set.of(402, 404), Set.of(401, 403), false), new NotesToken());
            }
        };
    }

    @Override
    public List<Object> abilities() {
        LockFiles lines = file -> new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(line -> new LockFiles.NamedVersion(1, List.of(line + ".txt"), ""))
                .toList();
        return List.of(lines);
    }
}
