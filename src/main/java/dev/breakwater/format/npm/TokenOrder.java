package dev.breakwater.format.npm;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Scope;
import dev.breakwater.format.npm.name.PackageName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The token that a user orders (npm CLI, {@code lib/commands/token.js}; older ones: npm-profile, {@code createToken}). What would
 * make it narrower and is not supported here is refused: a token must never do more than its maker meant.
 *
 * @param password the token that it is to be made from
 * @param label what its maker calls it
 * @param scope the most that it may do
 * @param time how long it is to be valid; null for the usual time
 */
record TokenOrder(
        String password,
        String label,
        Scope scope,
        @Nullable Duration time) {
    private static final int MOST_PACKAGES = 20;
    private static final int MOST_DAYS = 3_650;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads it.
     *
     * @param repository the repository that it is for
     * @throws IOException if it is not a valid order; the message says why
     */
    static TokenOrder read(byte[] body, String repository) throws IOException {
        try {
            return read(JSON.readTree(body), repository);
        } catch (JacksonException e) {
            throw new IOException("a token is ordered by a JSON object with a password, which is your token", e);
        }
    }

    private static TokenOrder read(JsonNode sent, String repository) throws IOException {
        String password = sent.path("password").asString("");
        String label = sent.path("name").asString("");
        if (password.isEmpty()) {
            throw new IOException("the order has no password, which is your token");
        }
        if (!label.matches("[ -~]{0,100}")) {
            throw new IOException("a token's name has at most 100 characters of ASCII");
        }
        refuse(sent, "cidr_whitelist", "addresses");
        refuse(sent, "orgs", "organizations");
        Scope scope = new Scope(permissions(sent), List.of(repository), patterns(sent));
        return new TokenOrder(password, label, scope, time(sent));
    }

    private static void refuse(JsonNode sent, String member, String what) throws IOException {
        if (!sent.path(member).isEmpty()) {
            throw new IOException("tokens can't be limited to " + what + " here; limit one to packages or scopes");
        }
    }

    private static Set<Permission> permissions(JsonNode sent) throws IOException {
        String wanted = sent.path("readonly").asBoolean(false)
                ? "read-only"
                : sent.path("packages_and_scopes_permission").asString("read-write");
        return switch (wanted) {
            case "read-only" -> Set.of(Permission.READ);
            case "read-write" -> Set.of(Permission.READ, Permission.PUBLISH, Permission.DELETE);
            default -> throw new IOException("a token is read-only or read-write for packages and scopes");
        };
    }

    private static List<String> patterns(JsonNode sent) throws IOException {
        List<String> patterns = new ArrayList<>();
        for (JsonNode each : sent.path("packages")) {
            patterns.add(name(each.asString("")));
        }
        for (JsonNode each : sent.path("scopes")) {
            String scope = each.asString("");
            String at = scope.startsWith("@") ? scope : "@" + scope;
            patterns.add(name(at + "/x").replaceFirst("/x$", "/*"));
        }
        if (patterns.size() > MOST_PACKAGES) {
            throw new IOException("a token is for at most " + MOST_PACKAGES + " packages and scopes");
        }
        return patterns;
    }

    /** A star would be one of many names in a pattern. */
    private static String name(String text) throws IOException {
        if (PackageName.parse(text).isEmpty() || text.indexOf('*') >= 0) {
            throw new IOException("a token is for names of packages and scopes; one of them is not valid");
        }
        return text;
    }

    private static @Nullable Duration time(JsonNode sent) throws IOException {
        JsonNode days = sent.path("expires");
        if (days.isMissingNode() || days.isNull()) {
            return null;
        }
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
            throw new IOException("a token expires after 1 to " + MOST_DAYS + " days");
        }
        return Duration.ofDays(days.intValue());
    }

    /** The same with the permissions alone that {@code maker} has for anything. */
    TokenOrder within(Principal maker) {
        Set<Permission> may = EnumSet.noneOf(Permission.class);
        maker.grants().forEach(grant -> may.addAll(grant.may()));
        may.retainAll(scope.may());
        return new TokenOrder(password, label, new Scope(may, scope.repositories(), scope.patterns()), time);
    }
}
