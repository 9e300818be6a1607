package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The publish command: publishes a release of a module. */
@Command(
        name = "publish",
        description = "Publish a release: a module's folder, packed as the go command packs it, or its zip. All files"
                + " in a folder are packed, also those that version control ignores: use a clean"
                + " checkout. Exits with 1 if the server refuses it.",
        footer = {
            "",
            "Example:",
            "  export BREAKWATER_TOKEN=…      # of: breakwater token create ci --may read,publish",
            "  breakwater publish . git.example.com/team/lib@v1.2.3 --server https://deps.example.com/go"
        })
final class PublishCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Parameters(index = "0", paramLabel = "DIR|ZIP", description = "The module's folder, or its zip.")
    private Path from = Path.of("");

    @Parameters(index = "1", paramLabel = "MODULE@VERSION", description = "The module path and version.")
    private String release = "";

    @Option(
            names = "--server",
            required = true,
            paramLabel = "URL",
            description = "The repository, as in GOPROXY: https://deps.example.com/go")
    private String server = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token. Default: the variable BREAKWATER_TOKEN, which other users can't see.")
    private @Nullable String token;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "More certificates to trust. Default: SSL_CERT_FILE, else tls.ca-file.")
    private @Nullable Path caFile;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file, for its proxy settings.")
    private @Nullable Path config;

    PublishCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        String who = token == null ? surroundings.environment().get("BREAKWATER_TOKEN") : token;
        try {
            Publisher.PublishJob job =
                    new Publisher.PublishJob(from, release, address(who != null), who, authorities());
            Publisher.PublishReply told = surroundings
                    .publisher()
                    .publish(job, surroundings.load(Flags.file(config)).settings());
            return told(told);
        } catch (IllegalArgumentException e) {
            surroundings.err().println("breakwater: " + e.getMessage());
            return Exit.USAGE;
        }
    }

    private int told(Publisher.PublishReply told) {
        boolean done = told.status() == 200 || told.status() == 201;
        (done ? surroundings.out() : surroundings.err()).println(told.text().strip());
        if (done) {
            return Exit.DONE;
        }
        surroundings.err().println("breakwater: the server answered " + told.status() + "; nothing was published");
        return told.status() < 500 ? Exit.NO : Exit.FAILED;
    }

    private @Nullable Path authorities() {
        String variable = surroundings.environment().getOrDefault("SSL_CERT_FILE", "");
        if (caFile != null || variable.isBlank()) {
            return caFile;
        }
        return Files.isReadable(Path.of(variable)) ? Path.of(variable) : null;
    }

    /** The server's address; a token is sent only over https, or to this machine. */
    private URI address(boolean secret) {
        URI address = URI.create(server.replaceFirst("/+$", ""));
        String host = address.getHost();
        boolean http = "http".equals(address.getScheme());
        if (host == null
                || !(http || "https".equals(address.getScheme()))
                || address.getPath().isEmpty()) {
            throw new IllegalArgumentException("--server " + server
                    + " is not a repository's address; expected the form https://deps.example.com/go");
        }
        if (secret && ServerChoice.inClear(address)) {
            throw new IllegalArgumentException("--server " + server
                    + " would receive the token in clear text, readable on the network; use its https address");
        }
        return address;
    }
}
