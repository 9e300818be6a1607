package dev.breakwater.auth;

import dev.breakwater.event.Events;
import dev.breakwater.web.OutboundHttp;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The builder of access rules from settings. Reuses objects whose settings have not changed. Used by one thread at a time. */
public final class AccessBuilder {
    private final Tokens tokens;
    private final NarrowedTokens narrowed;
    private final Events events;
    private final Function<List<String>, BiPredicate<String, String>> names;
    private final InstantSource clock;
    private @Nullable AccessSettings before;
    private @Nullable OutboundHttp through;
    private Access access = Access.OPEN;
    private Access remote = Access.OPEN;

    /** {@code names} makes a rule's patterns into matchers of package names. */
    public AccessBuilder(
            Tokens tokens,
            Function<List<String>, BiPredicate<String, String>> names,
            Events events,
            InstantSource clock) {
        this.tokens = tokens;
        this.narrowed = new NarrowedTokens(clock);
        this.names = names;
        this.events = events;
        this.clock = clock;
    }

    /** The access rules of {@code settings}; {@code web} fetches the keys of identity providers. */
    public Access access(AccessSettings settings, OutboundHttp web) {
        if (settings.equals(before) && web.equals(through)) {
            return access;
        }
        before = settings;
        through = web;
        List<Issuer> issuers = settings.providers().stream()
                .map(each -> new Issuer(
                        new Issuer.Terms(each.name(), each.issuer(), each.audiences(), each.subject()),
                        new OidcKeys(each.issuer(), each.keys(), web),
                        events,
                        clock))
                .toList();
        Authenticator authenticator = new Authenticator(tokens, narrowed, issuers, settings.rules(), names, clock);
        access = new Access(
                settings.anonymous().here(),
                authenticator.everybody(),
                settings.metrics() == AccessSettings.Lookers.ANYBODY,
                settings.console() == AccessSettings.Lookers.ANYBODY,
                authenticator);
        remote = settings.anonymous() == AccessSettings.Anonymous.LOCAL
                ? new Access(Access.Anonymous.PUBLIC, access.everybody(), access.metrics(), false, authenticator)
                : access;
        return access;
    }

    /** The last rules for requests through a proxy: their clients are not on this machine, although the connection is. */
    public Access remote() {
        return remote;
    }
}
