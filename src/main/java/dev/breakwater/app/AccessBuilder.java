package dev.breakwater.app;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Issuer;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Rule;
import dev.breakwater.auth.Scope;
import dev.breakwater.auth.Tokens;
import dev.breakwater.config.AccessSettings;
import dev.breakwater.config.AccessSettings.AccessRule;
import dev.breakwater.event.Events;
import dev.breakwater.format.go.GoModules;
import dev.breakwater.web.OutboundHttp;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes settings into who may do what. What has not changed stays the same object. Used by one thread at a time. */
final class AccessBuilder {
    private final Tokens tokens;
    private final Events events;
    private final InstantSource clock;
    private @Nullable AccessSettings before;
    private @Nullable OutboundHttp through;
    private Access access = Access.OPEN;
    private Access remote = Access.OPEN;

    AccessBuilder(Tokens tokens, Events events, InstantSource clock) {
        this.tokens = tokens;
        this.events = events;
        this.clock = clock;
    }

    /** Who may do what by {@code settings}; keys of identity providers are fetched by {@code web}. */
    Access access(AccessSettings settings, OutboundHttp web) {
        if (settings.equals(before) && web.equals(through)) {
            return access;
        }
        before = settings;
        through = web;
        List<Issuer> issuers = settings.providers().stream()
                .map(each -> new Issuer(
                        new Issuer.Terms(each.name(), each.issuer(), each.audience(), each.subject()),
                        new ProviderKeys(each, web),
                        events,
                        clock))
                .toList();
        List<Rule> rules = settings.rules().stream().map(AccessBuilder::rule).toList();
        Authenticator authenticator = new Authenticator(tokens, issuers, rules, GoModules::given, clock);
        access = new Access(
                switch (settings.anonymous()) {
                    case EVERYTHING, LOCAL -> Access.Anonymous.EVERYTHING;
                    case PUBLIC -> Access.Anonymous.PUBLIC;
                    case NOTHING -> Access.Anonymous.NOTHING;
                },
                authenticator.everybody(),
                settings.metrics() == AccessSettings.Lookers.ANYBODY,
                settings.console() == AccessSettings.Lookers.ANYBODY,
                authenticator);
        remote = settings.anonymous() == AccessSettings.Anonymous.LOCAL
                ? new Access(Access.Anonymous.PUBLIC, access.everybody(), access.metrics(), false, authenticator)
                : access;
        return access;
    }

    /** The same as at last for what comes through a proxy: it is not from this machine, whatever its connection says. */
    Access remote() {
        return remote;
    }

    private static Rule rule(AccessRule rule) {
        Set<Permission> may = rule.may().stream()
                .map(right -> switch (right) {
                    case READ -> Permission.READ;
                    case PUBLISH -> Permission.PUBLISH;
                    case ADMIN -> Permission.ADMIN;
                })
                .collect(Collectors.toSet());
        return new Rule(rule.who(), rule.claims(), new Scope(may, rule.repositories(), rule.patterns()));
    }
}
