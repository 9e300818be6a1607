package dev.breakwater.cli;

import dev.breakwater.config.Settings;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select a running server and a token for it. */
final class ServerChoice {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server to call, for example http://127.0.0.1:8080. Default: the one that the"
                    + " configuration describes.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token. Default: the variable BREAKWATER_TOKEN, which other users can't see.")
    private @Nullable String token;

    /** The server's address: from the option, else {@code described}. */
    URI address(String described) {
        String written = server == null ? described : server;
        try {
            URI address = URI.create(written.replaceFirst("/+$", ""));
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw wrong("--server " + written + " is not a server's address; expected the form http://127.0.0.1:8080");
    }

    /** A client of the server at {@code address}. */
    ServerFiles client(CliContext surroundings, URI address, Settings settings) {
        String who = token == null ? surroundings.environment().get("BREAKWATER_TOKEN") : token;
        if (who != null && inClear(address)) {
            throw wrong("--server " + address
                    + " would receive the token in clear text, readable on the network; use its https address");
        }
        return surroundings.dialer().to(address, who, settings);
    }

    /** Whether requests to it are in clear text on the network: a token is sent only over https, or to this machine. */
    static boolean inClear(URI address) {
        return "http".equals(address.getScheme()) && !address.getHost().matches("127\\.[0-9.]+|localhost|\\[::1]");
    }

    private ParameterException wrong(String what) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }
}
