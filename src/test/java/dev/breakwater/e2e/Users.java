package dev.breakwater.e2e;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes tokens in a data folder, as the command does. */
public final class Users {
    private final TokenFile file;

    /** In that data folder. */
    public Users(Path dataDir) {
        file = new TokenFile(dataDir);
    }

    /** A token for {@code name} that ends in an hour; without patterns it is for all private modules. */
    public String token(String name, Set<Permission> may, String... patterns) throws IOException {
        Token.Issued issued = Token.issue(
                name, Instant.now(), Instant.now().plusSeconds(3600), new Scope(may, List.of(), List.of(patterns)));
        file.change(before -> {
            List<Token> all = new ArrayList<>(before);
            all.add(issued.token());
            return all;
        });
        return issued.text();
    }

    /** Takes the token of {@code name} out of force. */
    void revoke(String name) throws IOException {
        file.change(before ->
                before.stream().filter(each -> !each.name().equals(name)).toList());
    }
}
