package dev.breakwater.cli;

import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.config.ConfigException;
import dev.breakwater.store.DataSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The token revoke command: revokes a token. */
@Command(
        name = "revoke",
        description = "Revoke a token. Exits with 1 if no token has that name or id.",
        footer = {"", "Example:", "  breakwater token revoke alice"})
final class TokenRevokeCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Parameters(paramLabel = "NAME|ID", description = "The token's name or id.")
    private String which = "";

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    TokenRevokeCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        List<Token> revoked = new ArrayList<>();
        new TokenFile(choice.settings(surroundings).get(DataSettings.class).folder()).change(before -> {
            revoked.clear();
            before.stream().filter(each -> isMeant(each, before)).forEach(revoked::add);
            return before.stream().filter(each -> !isMeant(each, before)).toList();
        });
        if (revoked.isEmpty()) {
            surroundings.err().println("breakwater: unknown token " + which + "; see: breakwater token list");
            return Exit.NO;
        }
        revoked.forEach(each -> surroundings
                .err()
                .println("revoked " + each.name() + " (" + each.id()
                        + "); a running server refuses it within two seconds"));
        return Exit.DONE;
    }

    /** Those that were made from it too: they are worth nothing without it. */
    private boolean isMeant(Token token, List<Token> all) {
        return isNamed(token) || all.stream().anyMatch(other -> token.isFrom(other) && isNamed(other));
    }

    private boolean isNamed(Token token) {
        return token.name().equals(which) || token.id().equals(which);
    }
}
