package dev.breakwater.cli;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.FolderTransfer;
import dev.breakwater.repository.Format;
import dev.breakwater.store.DataSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The common options of export and import, and their final message. */
final class FolderOptions {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "MODULES",
            description = "Module paths or path prefixes; * works as in GOPRIVATE. Default: all.")
    private List<String> modules = new ArrayList<>();

    @Option(names = "--repository", paramLabel = "NAME", description = "The repository. Default: the first.")
    private @Nullable String repository;

    @Option(
            names = "--private",
            paramLabel = "MODULES",
            description = "Private modules to include too, in the same form. May be repeated.")
    private List<String> given = new ArrayList<>();

    @Option(names = "--unverified", description = "Also take files that no checksum database can verify.")
    private boolean unverified;

    /** The job that these options describe. */
    FolderTransfer.TransferJob job(Settings settings) throws IOException {
        return new FolderTransfer.TransferJob(
                settings.get(DataSettings.class).folder(), repository(settings), folder, modules, given, unverified);
    }

    private RepositorySettings repository(Settings settings) throws IOException {
        RepositorySettings found = repository == null || repository.isEmpty()
                ? settings.repositories().firstEntry().getValue()
                : settings.repositories().get(repository);
        if (found == null) {
            throw new IOException("there is no repository " + repository + ", only "
                    + String.join(", ", settings.repositories().keySet()));
        }
        return found;
    }

    /** What carries for the repository of {@code job}. */
    FolderTransfer transfer(CliContext around, FolderTransfer.TransferJob job) throws IOException {
        Format format = around.formats().of(job.repository());
        return format.as(FolderTransfer.class)
                .orElseThrow(() ->
                        new IOException("a " + format.settings().name() + " repository can't be carried in a folder"));
    }

    /** An export or import, which may take long. */
    @FunctionalInterface
    interface Carrying {
        FolderTransfer.Carried carry(FolderTransfer.TransferProgress progress) throws IOException, InterruptedException;
    }

    /**
     * Runs it with a progress bar, and prints the result.
     *
     * @param verb what happened to the files, as in {@code written}
     * @return the exit code
     */
    int run(CliContext around, StoreChoice choice, String verb, Carrying carrying)
            throws IOException, InterruptedException {
        ProgressBar bar = new ProgressBar(around, !choice.json(), InstantSource.system());
        FolderTransfer.Carried carried;
        try {
            carried = carrying.carry((done, all, bytes) -> bar.show(done, all, Sizes.shown(bytes)));
        } finally {
            bar.over();
        }
        if (choice.json()) {
            Json.print(around.out(), carried);
        } else {
            carried.refused().forEach(each -> around.err().println(each.path() + ": " + each.why()));
            String refused =
                    carried.refused().isEmpty() ? "" : ", " + carried.refused().size() + " refused";
            around.out()
                    .println(carried.versions() + " versions of " + carried.modules() + " modules: " + carried.taken()
                            + " files " + verb + ", " + Sizes.shown(carried.bytes()) + ", " + carried.there()
                            + " already present" + refused);
        }
        return carried.refused().isEmpty() ? Exit.DONE : Exit.NO;
    }
}
