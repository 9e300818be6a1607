package dev.breakwater.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short-lived tokens that identity providers' tokens were exchanged for. Each may do less than the one it was made from, which
 * stays what the caller is judged by at each request: so it is worth nothing once that has expired, its provider was removed, or
 * the rules give its caller no rights. Kept in memory alone, up to 4 MiB: a restart forgets them, and only callers that may use
 * what they ask for make any.
 */
final class NarrowedTokens {
    /** The longest time that one is valid. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final long MOST_BYTES = 4 << 20;
    private static final int OVERHEAD = 1 << 10;

    private final InstantSource clock;
    private final Cache<String, Narrowed> known = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String id, Narrowed each) -> OVERHEAD + each.from.length())
            .expireAfterWrite(LONGEST.multipliedBy(2))
            .build();

    /**
     * One of them.
     *
     * @param from the token that it was made from
     * @param limit what it may do at most
     */
    record Narrowed(Token token, String from, Grant limit) {
        /** The header that the token it was made from would be sent in. */
        String header() {
            return "Bearer " + from;
        }

        /** Its recognition, if {@code found} is that of the token it was made from. */
        Recognition of(Recognition found, Instant now) {
            Instant end = token.end();
            if (!now.isBefore(end)) {
                return new Recognition.WrongCredentials("the token has expired; exchange another one", false);
            }
            return found instanceof Recognition.Identified(Principal who)
                    ? new Recognition.Identified(who.narrowed(who.credential(), limit, end))
                    : found;
        }
    }

    NarrowedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** A new one for {@code who}, who sent {@code from}; valid for {@code time}, but not longer than {@code from}. */
    Token.Issued issue(Principal who, String from, Grant limit, Duration time) {
        Instant now = clock.instant();
        Instant late = now.plus(time.compareTo(LONGEST) < 0 ? time : LONGEST);
        Instant end = who.until().isBefore(late) ? who.until() : late;
        Scope scope = new Scope(limit.may(), List.copyOf(limit.repositories()), List.of());
        Token.Issued issued = Token.issue(who.name(), now, end, scope);
        known.put(issued.token().id(), new Narrowed(issued.token(), from, limit));
        return issued;
    }

    /** The one that {@code text} is; null if it is none, or is not known any more. */
    @Nullable
    Narrowed find(String text) {
        String id = Token.id(text);
        Narrowed found = id == null ? null : known.getIfPresent(id);
        return found == null || !found.token.is(text) ? null : found;
    }
}
