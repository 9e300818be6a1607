package dev.breakwater.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What export and import have in common: which modules, and what is said of them in the end. */
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

    /** What these options say. */
    FolderTransfer.TransferJob job() {
        return new FolderTransfer.TransferJob(folder, repository == null ? "" : repository, modules, given, unverified);
    }

    /** Carries, which takes its time. */
    @FunctionalInterface
    interface Carrying {
        FolderTransfer.Carried carry(FolderTransfer.TransferProgress progress) throws IOException, InterruptedException;
    }

    /**
     * Runs it with a progress bar, and tells what it came to.
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
