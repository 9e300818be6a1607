package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.FollowUps;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.LockFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The warm command: lets a running server fetch everything that some files name. */
@Command(
        name = "warm",
        description = {
            "Let a running server fetch every module that a go.sum, a go.mod or the output of go list -m -json names, every"
                    + " package of a lock file of npm, pnpm or yarn, or every image of a list, a Dockerfile or a compose file.",
            "Cached modules are skipped, so you can safely rerun an interrupted warm. Exits with 1 if a file"
                    + " can't be fetched."
        },
        footer = {
            "",
            "Example:",
            "  breakwater warm go.sum",
            "  go list -m -json all | breakwater warm - --json",
            "  breakwater warm --repository hub compose.yaml"
        })
final class WarmCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 256;

    private final CliContext surroundings;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files; - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Option(names = "--repository", paramLabel = "NAME", description = "The repository. Default: the first.")
    private @Nullable String repository;

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            description =
                    "Images: the platform to fetch, as in linux/arm64, or all; repeatable. Default: linux with the"
                            + " architecture of this machine.")
    private List<String> platforms = new ArrayList<>();

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Option(names = "--at-once", paramLabel = "N", description = "Concurrent requests, at most 256. Default: 32")
    private int atOnce = 32;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The result; {@code bytes} is what the server sent. */
    record WarmResultJson(String server, int held, int fetched, long bytes, List<Warming.FailedFile> failed) {}

    WarmCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Settings settings = surroundings.load(Flags.file(config)).settings();
        URI named = repository(settings);
        Format format = surroundings.formats().at(named, settings);
        LockFiles reader = lockFiles(format);
        URI address = below(named, reader);
        List<Warming.FailedFile> failed = new ArrayList<>();
        Map<String, String> wanted = wanted(reader, failed);
        Warming warming = new Warming(
                server.client(surroundings, address, settings),
                new ProgressBar(surroundings, !json, InstantSource.system()),
                format.as(FollowUps.class).orElse(null),
                platforms,
                Warming.MOST_FOUND);
        warming.run(wanted, Math.clamp(atOnce, 1, MOST_AT_ONCE));
        failed.addAll(warming.failed());
        report(new WarmResultJson(address.toString(), warming.held(), warming.fetched(), warming.bytes(), failed));
        return failed.isEmpty() ? Exit.DONE : Exit.NO;
    }

    /** The repository's address; the first repository if only a server is named. */
    private URI repository(Settings settings) {
        URI address = server.address(ClientSettings.base(settings));
        boolean bare = address.getPath() == null || address.getPath().isEmpty();
        String first = repository == null ? settings.repositories().firstEntry().getKey() : repository;
        return bare || repository != null ? URI.create(address + "/" + first) : address;
    }

    /** Where the paths are that {@code reader} names. */
    private static URI below(URI repository, LockFiles reader) {
        String text = repository.toString();
        int last = text.lastIndexOf('/') + 1;
        return URI.create(text.substring(0, last) + reader.below(text.substring(last)));
    }

    private static LockFiles lockFiles(Format format) throws IOException {
        return format.as(LockFiles.class)
                .orElseThrow(() -> new IOException(
                        "no file names what a " + format.settings().name() + " repository could fetch ahead"));
    }

    /** By path, where it is named first. */
    private Map<String, String> wanted(LockFiles reader, List<Warming.FailedFile> wrong) throws IOException {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String file : files) {
            for (LockFiles.NamedVersion named : reader.named(read(file))) {
                String at = file + ":" + named.line();
                if (!named.wrong().isEmpty()) {
                    wrong.add(new Warming.FailedFile(at, "", named.wrong()));
                }
                named.paths().forEach(path -> wanted.putIfAbsent(path, at));
            }
        }
        return wanted;
    }

    private static byte[] read(String file) throws IOException {
        try {
            return Files.readAllBytes(Path.of(file.equals("-") ? "/dev/stdin" : file));
        } catch (NoSuchFileException e) {
            throw new IOException("file not found: " + file, e);
        } catch (IOException e) {
            throw new IOException("can't read " + file + ": " + e.getMessage(), e);
        }
    }

    private void report(WarmResultJson result) {
        if (json) {
            Json.print(surroundings.out(), result);
            return;
        }
        result.failed().forEach(each -> surroundings.err().println(each));
        String failed = result.failed().isEmpty() ? "" : ", " + result.failed().size() + " failed";
        surroundings
                .out()
                .println(result.server() + " has " + (result.held() + result.fetched()) + " files: " + result.held()
                        + " cached, " + result.fetched() + " fetched, " + Sizes.shown(result.bytes())
                        + " in total" + failed);
    }
}
