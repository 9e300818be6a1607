package dev.breakwater.format.oci.upstream;

import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Urls;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.oci.settings.RegistryAccess;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.RegistrableDomain;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token services that one registry names. A registry, or who answers in its place, may name any address. So the upstream's
 * login is sent only to its own host, to hosts below the same registrable domain, and to those that its settings name; any other
 * token service is asked without it.
 */
final class UpstreamTokens {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LARGEST = 1 << 20;
    private static final int MOST_TOLD = 16;

    /** RFC 9110 §15.5.2 and §15.5.4. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    /** An identity token that is no longer valid: RFC 6749 §5.2. */
    private static final Set<Integer> OAUTH_REFUSALS = Set.of(400, 401, 403);

    private final UpstreamSettings upstream;
    private final RegistryAccess access;
    private final Supplier<OutboundHttp> web;
    private final Events events;
    private final InstantSource clock;

    /** The hosts that the log has named. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ServiceClient client;

    /** What asks token services, made {@code from} the outbound client. */
    private record ServiceClient(OutboundHttp from, OutboundHttp.OriginClient line) {}

    UpstreamTokens(
            UpstreamSettings upstream,
            RegistryAccess access,
            Supplier<OutboundHttp> web,
            Events events,
            InstantSource clock) {
        this.upstream = upstream;
        this.access = access;
        this.web = web;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The address of the service that {@code demand} names.
     *
     * @throws WebException if that is none, or is less safe than the registry's own address
     */
    URI realm(Challenge demand) throws WebException {
        if (!(Urls.exact(demand.realm()) instanceof ParseResult.Right<URI>(URI realm))
                || (isHttps(upstream.url()) && !isHttps(realm))) {
            throw WebException.useless("the token service", "is at no usable address");
        }
        return realm;
    }

    private static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    /** Whether the upstream's login may be sent to {@code realm}; one to which it may not is named in the log. */
    boolean isTrusted(URI realm) {
        Endpoint place = Endpoint.of(realm);
        String domain = RegistrableDomain.of(upstream.url());
        boolean trusted = place.equals(Endpoint.of(upstream.url()))
                || access.tokenHosts().stream()
                        .anyMatch(host -> Endpoint.named(host).contains(place))
                || (isHttps(realm) && domain != null && domain.equals(RegistrableDomain.of(realm)));
        // a registry may name a new host with each answer
        if (!trusted && told.size() < MOST_TOLD && told.add(place.host() + ":" + place.port())) {
            events.publish(new Event.Alarm(
                    "registry",
                    upstream.name() + " names a token service at " + realm.getHost()
                            + ", which gets no credentials; if it is the right one, list it in token-hosts",
                    null));
        }
        return trusted;
    }

    /** What a token service answers. */
    sealed interface TokenReply {}

    /** A token. */
    record TokenGranted(RegistryToken token) implements TokenReply {}

    /**
     * That the login gets none.
     *
     * @param wrong whether that is about the login, and not about what was asked for
     */
    record LoginRefused(boolean wrong) implements TokenReply {}

    /**
     * A token, or that the service refuses {@code login}.
     *
     * @param login null to ask without credentials
     * @throws WebException if it gives none for another reason: that says nothing of the image
     */
    TokenReply fetch(Challenge demand, URI realm, @Nullable RegistryLogin login, Cancellation cancellation)
            throws WebException {
        Set<Integer> refusals = login != null && login.isIdentityToken() ? OAUTH_REFUSALS : REFUSALS;
        try (OutboundResponse reply = ask(demand, realm, login, cancellation)) {
            reply.within(PATIENCE);
            if (login != null && refusals.contains(reply.status())) {
                return new LoginRefused(reply.status() != 403);
            }
            if (reply.status() != 200) {
                throw WebException.useless("it", "answered " + reply.status());
            }
            return new TokenGranted(RegistryToken.parse(reply.bytes(LARGEST), clock.instant())
                    .orElseThrow(() -> WebException.useless("it", "sent no token")));
        } catch (WebException e) {
            throw e.of("the token service " + realm.getHost());
        }
    }

    private OutboundResponse ask(Challenge demand, URI realm, @Nullable RegistryLogin login, Cancellation cancellation)
            throws WebException {
        if (login != null && login.isIdentityToken()) {
            byte[] form = demand.form(login.secret().value()).getBytes(StandardCharsets.US_ASCII);
            Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
            return client().post(realm.toString(), headers, form, cancellation);
        }
        Map<String, String> headers = login == null ? Map.of() : Map.of("Authorization", login.header());
        return client().get(demand.question(realm).toString(), headers, PATIENCE, cancellation);
    }

    /** The same one as long as the outbound client is: each has connections of its own, which stay open for a while. */
    private OutboundHttp.OriginClient client() {
        OutboundHttp current = web.get();
        ServiceClient kept = client;
        if (kept == null || !kept.from.equals(current)) {
            // two threads may make one each: one of them is then used once
            kept = new ServiceClient(current, made(current));
            client = kept;
        }
        return kept.line;
    }

    private OutboundHttp.OriginClient made(OutboundHttp current) {
        Set<Endpoint> internal = new HashSet<>(upstream.endpoints());
        access.tokenHosts().forEach(host -> internal.addAll(Endpoint.named(host)));
        return current.trusting(internal).line(upstream.timeouts().connect(), PATIENCE, upstream.proxy());
    }
}
