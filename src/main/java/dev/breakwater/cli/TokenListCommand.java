package dev.breakwater.cli;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.config.ConfigException;
import dev.breakwater.store.DataSettings;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The token list command: lists the tokens. */
@Command(
        name = "list",
        description = "List the tokens, without their secrets.",
        footer = {"", "Example:", "  breakwater token list"})
final class TokenListCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    /** The JSON output of one token. */
    record Shown(
            String id,
            String name,
            String created,
            @Nullable String expires,
            boolean expired,
            List<String> may,
            List<String> repositories,
            List<String> patterns,
            @Nullable String from,
            @Nullable String label) {}

    TokenListCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Instant now = InstantSource.system().instant();
        List<Shown> tokens = new TokenFile(
                        choice.settings(surroundings).get(DataSettings.class).folder())
                .read().stream().map(token -> shown(token, now)).toList();
        if (choice.json()) {
            Json.print(surroundings.out(), tokens);
        } else if (tokens.isEmpty()) {
            surroundings.err().println("no tokens; create one with: breakwater token create NAME");
        } else {
            tokens.forEach(token -> surroundings.out().println(line(token)));
        }
        return Exit.DONE;
    }

    private static Shown shown(Token token, Instant now) {
        return new Shown(
                token.id(),
                token.name(),
                token.created().toString(),
                token.expires() == null ? null : token.expires().toString(),
                token.expired(now),
                token.scope().may().stream().sorted().map(Permission::written).toList(),
                token.scope().repositories(),
                token.scope().patterns(),
                token.origin() == null ? null : token.origin().from(),
                token.origin() == null ? null : token.origin().label());
    }

    private static String line(Shown token) {
        return "%s  %-20s %s  %s  %s  %s%s"
                .formatted(
                        token.id,
                        token.name,
                        token.expires == null
                                ? "never expires"
                                : (token.expired ? "expired " : "expires ") + token.expires,
                        String.join(",", token.may),
                        token.repositories.isEmpty() ? "all repositories" : String.join(",", token.repositories),
                        token.patterns.isEmpty()
                                ? "all modules"
                                : token.patterns.stream().collect(Collectors.joining(",")),
                        token.from == null ? "" : "  made from " + token.from + ": " + token.label);
    }
}
