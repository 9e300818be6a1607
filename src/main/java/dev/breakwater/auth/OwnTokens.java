package dev.breakwater.auth;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that the holder of an operator's token makes from it. Such a token has the name of that one, and may do what both
 * allow at the time of a request: it has never more rights, and is worth nothing once the other one is revoked or has expired.
 * Nothing can be made from it. The holder of an operator's token sees and revokes it and all that were made from it; the holder of
 * one of those sees and revokes that alone.
 */
public final class OwnTokens {
    /** The most that are made from one. */
    public static final int MOST = 20;

    /** How long one is valid without another wish. */
    private static final Duration USUAL = Duration.ofDays(90);

    private static final String PREFIX = "token ";

    private final @Nullable Tokens tokens;
    private final InstantSource clock;

    /** Of {@code tokens}, null for none. */
    OwnTokens(@Nullable Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** How {@code token} identifies its holder. */
    static String credential(Token token) {
        return PREFIX + token.id();
    }

    /** The token by which {@code who} was identified; empty if it was something else. */
    public Optional<Token> current(Principal who) {
        String by = who.credential();
        return tokens == null || !by.startsWith(PREFIX)
                ? Optional.empty()
                : Optional.ofNullable(tokens.current().find(by.substring(PREFIX.length())));
    }

    /** The tokens that {@code who} may see and revoke, in the order of their creation. */
    public List<Token> of(Principal who) {
        Optional<Token> mine = current(who);
        return mine.isEmpty() || tokens == null
                ? List.of()
                : tokens.current().byId().values().stream()
                        .filter(each -> isOf(mine.get(), each) && !each.expired(clock.instant()))
                        .sorted((one, other) -> one.created().compareTo(other.created()))
                        .toList();
    }

    private static boolean isOf(Token mine, Token each) {
        return each.equals(mine) || each.isFrom(mine);
    }

    /**
     * Makes one from {@code root}; removes those that have expired.
     *
     * @param label what its maker calls it
     * @param scope the most that it may do
     * @param time how long it is valid, if {@code root} is; null for the usual time
     * @return empty if there are {@value #MOST} already, or {@code root} is not an operator's or is revoked
     * @throws IOException if the tokens' file can't be read or written
     */
    public Optional<Token.Issued> issue(Token root, String label, Scope scope, @Nullable Duration time)
            throws IOException {
        if (tokens == null || root.origin() != null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant late = now.plus(time == null ? USUAL : time);
        Instant end = root.end().isBefore(late) ? root.end() : late;
        Token.Issued issued = Token.issue(root.name(), now, end, scope, new TokenOrigin(root.id(), label));
        List<Token> after = tokens.change(before -> added(before, root, issued.token(), now));
        if (!after.contains(issued.token())) {
            return Optional.empty();
        }
        tokens.note(root.name() + " made the token " + issued.token().id() + " from " + root.id());
        return Optional.of(issued);
    }

    private static List<Token> added(List<Token> before, Token root, Token token, Instant now) {
        List<Token> all = new ArrayList<>(before);
        all.removeIf(each -> each.isFrom(root) && each.expired(now));
        if (all.contains(root) && all.stream().filter(each -> each.isFrom(root)).count() < MOST) {
            all.add(token);
        }
        return all;
    }

    /**
     * Revokes the token of {@code who} that has the id {@code key} or is {@code key}, and those that were made from it.
     *
     * @return whether there was one
     * @throws IOException if the tokens' file can't be read or written
     */
    public boolean revoke(Principal who, String key) throws IOException {
        Optional<Token> gone = of(who).stream()
                .filter(each -> each.id().equals(key) || each.is(key))
                .findFirst();
        if (gone.isEmpty() || tokens == null) {
            return false;
        }
        Token token = gone.get();
        tokens.change(
                before -> before.stream().filter(each -> !isOf(token, each)).toList());
        tokens.note(who.name() + " revoked the token " + token.id());
        return true;
    }
}
