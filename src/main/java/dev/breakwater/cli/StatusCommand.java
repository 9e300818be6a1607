package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The status command: asks a running server whether builds are safe, and prints the sentence of its page. */
@Command(
        name = "status",
        description = {
            "Show whether builds are safe, in one word and one sentence, as the console's first page does.",
            "Exits with 0 if builds are safe, 10 if they work but are less protected (mirrors are down), 11 if"
                    + " new modules fail and"
                    + " cached builds work, 12 if builds fail, 3 if no server answers."
        },
        footer = {"", "Example:", "  breakwater status", "  breakwater status --json --server http://127.0.0.1:8080"})
final class StatusCommand implements Callable<Integer> {
    private static final String PATH = "/-/api/v1/status";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A server that needs longer for its status has a problem. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MOST = 1 << 20;

    private final CliContext surroundings;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file.")
    private @Nullable Path config;

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Option(names = "--json", description = "Print JSON: what the API tells, see /-/api/v1/openapi.json.")
    private boolean json;

    StatusCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Settings settings = surroundings.load(Flags.file(config)).settings();
        URI address = server.address(ClientSettings.here(settings));
        JsonNode told = told(server.client(surroundings, address, settings), address);
        String state = told.path("state").asString("");
        if (json) {
            Json.print(surroundings.out(), told);
        } else {
            surroundings.out().println(state + ": " + told.path("sentence").asString(""));
            told.path("notes").forEach(note -> surroundings.out().println("  " + note.asString("")));
        }
        return exit(state, address);
    }

    private static JsonNode told(ServerFiles client, URI address) throws IOException, InterruptedException {
        BoundedReply body = new BoundedReply();
        ServerFiles.Got got = asked(client, body, address);
        if (got.status() == 401 || got.status() == 403) {
            throw new IOException(
                    "the server at " + address + " shows its status only to callers that may see its console ("
                            + got.status() + "): pass such a token with --token or BREAKWATER_TOKEN");
        }
        if (!got.found()) {
            throw new IOException("the server at " + address + " does not know " + PATH + ": " + got.why()
                    + "; check that it is a Breakwater of this version");
        }
        try {
            return JSON.readTree(body.bytes.toByteArray());
        } catch (JacksonException e) {
            throw new IOException("the server at " + address + " is not a Breakwater: its " + PATH + " is not JSON", e);
        }
    }

    /** Requests the status with a time limit. */
    private static ServerFiles.Got asked(ServerFiles client, OutputStream body, URI address)
            throws IOException, InterruptedException {
        AtomicReference<ServerFiles.@Nullable Got> got = new AtomicReference<>();
        AtomicReference<@Nullable IOException> failed = new AtomicReference<>();
        Thread asking = Thread.ofVirtual().name("status").start(() -> {
            try {
                got.set(client.get(PATH, body));
            } catch (IOException e) {
                failed.set(e);
            }
        });
        asking.join(PATIENCE);
        IOException why = failed.get();
        ServerFiles.Got answer = got.get();
        if (answer != null) {
            return answer;
        }
        throw why != null
                ? why
                : new IOException("the server at " + address + " did not return its status within"
                        + " " + PATIENCE.toSeconds()
                        + " s: check its log and its load");
    }

    private static int exit(String state, URI address) throws IOException {
        return switch (state) {
            case "safe" -> Exit.DONE;
            case "degraded" -> Exit.DEGRADED;
            case "new-modules-fail" -> Exit.NEW_MODULES_FAIL;
            case "outage" -> Exit.OUTAGE;
            default ->
                throw new IOException("the server at " + address + " reports a state that this version does not"
                        + " know: \""
                        + state + "\"");
        };
    }

    /** Receives an answer of limited length. */
    private static final class BoundedReply extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            if (bytes.size() + count > MOST) {
                throw new IOException("the response is too long for a status");
            }
            bytes.write(some, from, count);
        }
    }
}
