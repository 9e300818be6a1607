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

/** Publishes a release of a module. */
@Command(
        name = "publish",
        description =
                "Publish a release: a folder with a module's files, packed as the go command would, or its zip. A folder is"
                        + " packed as it is, files that version control ignores included: use a clean checkout. Exits with 1"
                        + " where the server refuses it.",
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

    @Parameters(index = "1", paramLabel = "MODULE@VERSION", description = "What it is.")
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
            description = "Who publishes. Without it: the variable BREAKWATER_TOKEN, which other users do not see.")
    private @Nullable String token;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates to trust besides. Without it: SSL_CERT_FILE, else tls.ca-file.")
    private @Nullable Path caFile;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file, for the proxy to use.")
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

    /** A token is sent over https, or to this machine. */
    private URI address(boolean secret) {
        URI address = URI.create(server.replaceFirst("/+$", ""));
        String host = address.getHost();
        boolean http = "http".equals(address.getScheme());
        if (host == null
                || !(http || "https".equals(address.getScheme()))
                || address.getPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "--server " + server + " is no repository's address; write it as in https://deps.example.com/go");
        }
        if (secret && ServerChoice.inClear(address)) {
            throw new IllegalArgumentException(
                    "--server " + server
                            + " would be sent the token in clear text, for everybody on the way to read; use its https address");
        }
        return address;
    }
}
