package dev.breakwater.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The authentication of callers by a token of ours, or of an identity provider, sent as a bearer token or as the password of
 * basic authentication. Results are cached by the credentials' digest, bounded; valid ones until they expire or the tokens
 * change, wrong ones for a minute, so that a client that repeats one wrong token counts as one guess.
 */
public final class Authenticator {
    private static final int REMEMBERED = 10_000;
    private static final Duration WRONG = Duration.ofSeconds(60);
    private static final String ADVICE = "; create one with: breakwater token create";

    /** Has no tokens and no providers. */
    public static final Authenticator NOBODY =
            new Authenticator(null, List.of(), List.of(), _ -> (_, _) -> false, () -> Instant.EPOCH);

    private record Seen(Recognition recognition, Instant until, int generation) {}

    private final @Nullable Tokens tokens;
    private final NarrowedTokens narrowed;
    private final List<Issuer> issuers;
    private final List<Rule> rules;
    private final Function<List<String>, BiPredicate<String, String>> globs;
    private final InstantSource clock;
    private final Guesses guesses;
    private final Guesses hooks;
    private final Cache<Digest, Seen> seen =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /**
     * Accepts the tokens that {@code tokens} and {@code issuers} accept.
     *
     * @param tokens null for none
     * @param globs makes patterns into what they match: takes the repository, then the name
     */
    public Authenticator(
            @Nullable Tokens tokens,
            List<Issuer> issuers,
            List<Rule> rules,
            Function<List<String>, BiPredicate<String, String>> globs,
            InstantSource clock) {
        this(tokens, new NarrowedTokens(clock), issuers, rules, globs, clock);
    }

    /** The same, with {@code narrowed}, which last longer than these rules. */
    Authenticator(
            @Nullable Tokens tokens,
            NarrowedTokens narrowed,
            List<Issuer> issuers,
            List<Rule> rules,
            Function<List<String>, BiPredicate<String, String>> globs,
            InstantSource clock) {
        this.tokens = tokens;
        this.narrowed = narrowed;
        this.issuers = List.copyOf(issuers);
        this.rules = List.copyOf(rules);
        this.globs = globs;
        this.clock = clock;
        this.guesses = new Guesses(clock);
        this.hooks = new Guesses(clock);
    }

    /** The wrong proofs of push hooks, counted apart: they are not credentials, and must not delay callers that have some. */
    public Guesses hooks() {
        return hooks;
    }

    /** The rules' grants to all callers. */
    public List<Grant> everybody() {
        return rules.stream()
                .filter(Rule::forAnybody)
                .map(rule -> rule.scope().grant(globs))
                .toList();
    }

    /**
     * Identifies the sender of {@code header} if that is possible at once: does no I/O, so an event loop may call it.
     *
     * @param header the Authorization header; null if there is none
     * @param remote the client's address
     */
    public Recognition recognise(@Nullable String header, String remote) {
        if (header == null || Credential.isAnonymous(header)) {
            return new Recognition.Identified(Principal.ANONYMOUS);
        }
        Digest digest = digest(header);
        Recognition known = remembered(digest);
        if (known != null) {
            return known;
        }
        Duration rest = guesses.rest(remote);
        if (!rest.isZero()) {
            return new Recognition.Wait(rest);
        }
        String text = Credential.of(header);
        NarrowedTokens.Narrowed less = text == null ? null : narrowed.find(text);
        if (less != null) {
            return less.of(recognise(less.header(), remote), clock.instant());
        }
        if (text != null && Token.id(text) == null && !issuers.isEmpty() && Jwt.looksLike(text)) {
            return new Recognition.NeedsVerification();
        }
        if (text != null && unknown(text)) {
            return new Recognition.NeedsVerification();
        }
        return remember(digest, remote, text == null ? wrong("the credentials hold no token") : ours(text));
    }

    /** Whether any caller can be identified: there are tokens or identity providers. */
    public boolean knowsCallers() {
        return !issuers.isEmpty() || (tokens != null && !tokens.current().byId().isEmpty());
    }

    /** The token may be new: then it is in the file, which is read once more. */
    private boolean unknown(String text) {
        String id = Token.id(text);
        return id != null && tokens != null && tokens.current().find(id) == null;
    }

    /** The same for {@link Recognition.NeedsVerification}: may read the tokens' file, or wait for an identity provider. */
    public Recognition verify(String header, String remote) throws InterruptedException {
        Digest digest = digest(header);
        Recognition known = remembered(digest);
        String text = Credential.of(header);
        if (known != null || text == null) {
            return known == null ? recognise(header, remote) : known;
        }
        NarrowedTokens.Narrowed less = narrowed.find(text);
        if (less != null) {
            return less.of(verify(less.header(), remote), clock.instant());
        }
        if (Token.id(text) == null) {
            return remember(digest, remote, theirs(text));
        }
        if (tokens != null) {
            tokens.look();
        }
        return remember(digest, remote, ours(text));
    }

    /**
     * Exchanges an identity provider's token for one that may do only what {@code limit} allows too, for that time or until the
     * other expires, and for {@link NarrowedTokens#LONGEST} at most.
     *
     * @param header the Authorization header; null if there is none
     * @return empty if it holds no valid token of an identity provider
     */
    public Optional<Token.Issued> narrowed(@Nullable String header, String remote, Grant limit, Duration time)
            throws InterruptedException {
        String text = header == null ? null : Credential.of(header);
        if (header == null || text == null || Token.id(text) != null) {
            return Optional.empty();
        }
        return verify(header, remote) instanceof Recognition.Identified(Principal who)
                ? Optional.of(narrowed.issue(who, text, limit, time))
                : Optional.empty();
    }

    /** The tokens that holders of tokens make for themselves. */
    public OwnTokens own() {
        return new OwnTokens(tokens, clock);
    }

    private static Digest digest(String header) {
        return Digest.of(header.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Recognition remembered(Digest digest) {
        Seen before = seen.getIfPresent(digest);
        if (before == null
                || before.generation != generation()
                || !clock.instant().isBefore(before.until)) {
            return null;
        }
        return before.recognition;
    }

    private int generation() {
        return tokens == null ? 0 : tokens.current().generation();
    }

    private Recognition remember(Digest digest, String remote, Recognition found) {
        int generation = generation();
        switch (found) {
            case Recognition.Identified(Principal principal) ->
                seen.put(digest, new Seen(found, principal.until(), generation));
            case Recognition.WrongCredentials w -> {
                seen.put(digest, new Seen(found, clock.instant().plus(WRONG), generation));
                if (w.guess()) {
                    guesses.wrong(remote);
                }
            }
            case Recognition.Wait w -> {}
            case Recognition.IssuerDown u -> {}
            case Recognition.NeedsVerification l -> {}
        }
        return found;
    }

    private Recognition ours(String text) {
        String id = Token.id(text);
        Tokens.Current all = tokens == null ? Tokens.NONE : tokens.current();
        Token token = id == null ? null : all.find(id);
        if (token == null || !token.is(text)) {
            return wrong("unknown or revoked token" + ADVICE);
        }
        if (token.expired(clock.instant())) {
            return new Recognition.WrongCredentials("the token " + token.name() + " has expired" + ADVICE, false);
        }
        Token root = token.origin() == null ? token : all.find(token.origin().from());
        if (root == null || root.origin() != null) {
            return new Recognition.WrongCredentials("the token that it was made from is revoked", false);
        }
        if (root.expired(clock.instant())) {
            return new Recognition.WrongCredentials("the token " + root.name() + " has expired" + ADVICE, false);
        }
        List<Grant> grants = grants(root.name(), Map.of());
        grants.add(root.scope().grant(globs));
        Principal holder = new Principal(root.name(), OwnTokens.credential(root), List.copyOf(grants), root.end());
        return new Recognition.Identified(
                root.equals(token)
                        ? holder
                        : holder.narrowed(
                                OwnTokens.credential(token), token.scope().grant(globs), token.end()));
    }

    private Recognition theirs(String text) throws InterruptedException {
        try {
            Jwt jwt = Jwt.parse(text);
            for (Issuer issuer : issuers) {
                if (issuer.terms().issuer().equals(jwt.issuer())) {
                    Instant end = issuer.check(jwt);
                    String name = issuer.terms().name() + ":"
                            + jwt.name(issuer.terms().subject());
                    return new Recognition.Identified(
                            new Principal(name, issuer.terms().name(), List.copyOf(grants(name, jwt.said())), end));
                }
            }
            return wrong("unknown issuer of the token: it is not configured here");
        } catch (BadJwt e) {
            return new Recognition.WrongCredentials("the token " + e.why(), e.guess());
        } catch (Issuer.Unreachable e) {
            return new Recognition.IssuerDown(String.valueOf(e.getMessage()));
        }
    }

    private List<Grant> grants(String name, Map<String, List<String>> said) {
        List<Grant> grants = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.isAbout(name, said)) {
                grants.add(rule.scope().grant(globs));
            }
        }
        return grants;
    }

    private static Recognition wrong(String why) {
        return new Recognition.WrongCredentials(why, true);
    }
}
