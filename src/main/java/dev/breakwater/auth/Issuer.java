package dev.breakwater.auth;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider whose tokens are accepted. Its keys are fetched when the first token arrives, again each hour, and when
 * a token names an unknown key; never more often than every ten seconds. If they cannot be fetched, the last good ones stay in
 * use.
 */
public final class Issuer {
    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /**
     * The expectations of its tokens.
     *
     * @param name its name here; the prefix of its callers' names
     * @param issuer the exact {@code iss} of its tokens
     * @param audiences one of these must be among their {@code aud}
     * @param subject the claim that names a caller
     */
    public record Terms(String name, String issuer, List<String> audiences, String subject) {}

    /** The source of the keys. */
    @FunctionalInterface
    public interface KeySource {
        /** The current key set: RFC 7517 §5. */
        byte[] fetch() throws IOException, InterruptedException;
    }

    private record Kept(Jwks keys, Instant since) {}

    private final Terms terms;
    private final KeySource source;
    private final Events events;
    private final InstantSource clock;
    private final AtomicReference<@Nullable FutureTask<Boolean>> underway = new AtomicReference<>();
    private volatile @Nullable Kept kept;
    private volatile Instant tried = Instant.MIN;

    /** Nothing is fetched yet. */
    public Issuer(Terms terms, KeySource source, Events events, InstantSource clock) {
        this.terms = terms;
        this.source = source;
        this.events = events;
        this.clock = clock;
    }

    Terms terms() {
        return terms;
    }

    /** Thrown if the keys are unavailable. */
    static final class Unreachable extends Exception {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Unreachable(String why) {
            super(why, null, false, false);
        }
    }

    /** The expiry of {@code jwt}, which names this issuer. */
    Instant check(Jwt jwt) throws BadJwt, Unreachable, InterruptedException {
        if (keys(jwt).stream().noneMatch(key -> key.signed(jwt))) {
            throw new BadJwt("is not signed by a key of " + terms.name());
        }
        if (terms.audiences().stream().noneMatch(jwt::isFor)) {
            throw new BadJwt(
                    "is for another audience; this server is " + String.join(" or ", terms.audiences()), false);
        }
        return jwt.checkedEnd(clock.instant());
    }

    private List<Jwks.Key> keys(Jwt jwt) throws Unreachable, InterruptedException {
        Kept known = kept;
        if (known == null
                || known.since.plus(AGE).isBefore(clock.instant())
                || known.keys.candidates(jwt.header()).isEmpty()) {
            refresh();
            known = kept;
        }
        if (known == null) {
            throw new Unreachable("the keys of " + terms.name() + " are unavailable");
        }
        return known.keys.candidates(jwt.header());
    }

    /** Fetches the keys if that is not too soon; concurrent callers wait for the same fetch. */
    private void refresh() throws InterruptedException {
        FutureTask<Boolean> mine = new FutureTask<>(this::fetch);
        FutureTask<Boolean> theirs = underway.compareAndExchange(null, mine);
        try {
            if (theirs != null) {
                theirs.get();
                return;
            }
            mine.run();
        } catch (ExecutionException e) {
            events.publish(new Event.Alarm(
                    "identity provider " + terms.name(), "fetching its keys failed with an internal error", e));
        } finally {
            underway.compareAndSet(mine, null);
        }
    }

    private boolean fetch() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(tried.equals(Instant.MIN) ? now : tried.plus(PAUSE))) {
            return false;
        }
        tried = now;
        try {
            kept = new Kept(Jwks.parse(source.fetch()), now);
            return true;
        } catch (IOException e) {
            String then = kept == null ? "its tokens are refused until then" : "the last good keys stay in use";
            events.publish(new Event.Alarm(
                    "identity provider " + terms.name(),
                    "its keys can't be fetched: " + e.getMessage() + "; " + then,
                    null));
            return false;
        }
    }
}
