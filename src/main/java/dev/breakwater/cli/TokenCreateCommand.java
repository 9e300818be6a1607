package dev.breakwater.cli;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Written;
import dev.breakwater.store.DataFolders;
import dev.breakwater.store.DataSettings;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The token create command: creates a token and shows it once. */
@Command(
        name = "create",
        description = "Create a token. It is shown once, on standard output; only its hash is stored.",
        footer = {
            "",
            "Example:",
            "  breakwater token create alice",
            "  breakwater token create ci --may read,publish --pattern 'git.example.com/team/*' --expires 30d"
        })
final class TokenCreateCommand implements Callable<Integer> {
    private final CliContext surroundings;
    private final InstantSource clock = InstantSource.system();

    @Parameters(paramLabel = "NAME", description = "The token's name, as the audit log shows it.")
    private String name = "";

    @Option(
            names = "--may",
            split = ",",
            paramLabel = "RIGHT",
            description = "read, publish, delete, admin, or several; none includes another. Default: read")
    private List<String> may = List.of("read");

    @Option(names = "--repository", paramLabel = "NAME", description = "Only in this repository; may be repeated.")
    private List<String> repositories = List.of();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            description = "Private modules, as in `private` but case-sensitive; may be repeated. Default: all")
    private List<String> patterns = List.of();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it is valid, or never (no expiry). Default: 90d")
    private String expires = "90d";

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    /** The JSON output. */
    record Made(
            String token, String id, String name, @Nullable String expires) {}

    TokenCreateCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Settings settings = choice.settings(surroundings);
        // a token in a folder without a server would be useless
        DataFolders.check(settings.get(DataSettings.class).folder());
        Token.Issued issued;
        try {
            issued = Token.issue(checkedName(), clock.instant(), end(), scope(settings));
        } catch (IllegalArgumentException e) {
            surroundings.err().println("breakwater: " + e.getMessage());
            return Exit.USAGE;
        }
        Token token = issued.token();
        List<Token> all =
                new TokenFile(settings.get(DataSettings.class).folder()).change(before -> added(before, token));
        if (!all.contains(token)) {
            surroundings
                    .err()
                    .println("breakwater: a token named " + name
                            + " exists already; revoke it first, or choose another name");
            return Exit.NO;
        }
        show(issued);
        return Exit.DONE;
    }

    private static List<Token> added(List<Token> before, Token token) {
        // those that its holder made have the name of the token that they were made from
        if (before.stream()
                .anyMatch(each -> each.origin() == null && each.name().equals(token.name()))) {
            return before;
        }
        List<Token> all = new ArrayList<>(before);
        all.add(token);
        return all;
    }

    private void show(Token.Issued issued) {
        Token token = issued.token();
        String end = token.expires() == null ? null : token.expires().toString();
        if (choice.json()) {
            Json.print(surroundings.out(), new Made(issued.text(), token.id(), token.name(), end));
            return;
        }
        surroundings.out().println(issued.text());
        surroundings
                .err()
                .println(
                        "shown only once; it is for " + token.name() + " and expires " + (end == null ? "never" : end));
        surroundings.err().println("in a .netrc:  machine HOST login " + token.name() + " password TOKEN");
    }

    private String checkedName() {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}")) {
            throw new IllegalArgumentException(
                    "a token's name has at most 63 letters, digits, dots, dashes, underscores and @, and begins"
                            + " with a letter or digit; not valid: " + name.replaceAll("[^ -~]", "?"));
        }
        return name;
    }

    private @Nullable Instant end() {
        return expires.equals("never") ? null : clock.instant().plus(Written.duration(expires));
    }

    private Scope scope(Settings settings) {
        Set<Permission> rights = EnumSet.noneOf(Permission.class);
        for (String each : may) {
            rights.add(
                    switch (each.strip()) {
                        case "read" -> Permission.READ;
                        case "publish" -> Permission.PUBLISH;
                        case "delete" -> Permission.DELETE;
                        case "admin" -> Permission.ADMIN;
                        default ->
                            throw new IllegalArgumentException(
                                    "--may " + each + " is not valid; expected read, publish, delete or admin");
                    });
        }
        for (String each : repositories) {
            if (!settings.repositories().containsKey(each)) {
                throw new IllegalArgumentException("unknown --repository " + each + "; expected one of: "
                        + String.join(", ", settings.repositories().keySet()));
            }
        }
        return new Scope(
                rights,
                repositories,
                patterns.stream().map(each -> Written.glob(each)).toList());
    }
}
