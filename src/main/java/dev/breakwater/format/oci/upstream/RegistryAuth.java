package dev.breakwater.format.oci.upstream;

import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Urls;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.UpstreamAuth;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.RegistrableDomain;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens for one registry from the token service that it names, and keeps them by image. A token service is asked only once
 * the registry has demanded a token, so that one that is down stops nothing else.
 *
 * <p>A registry, or who answers in its place, may name any address. So the upstream's credentials are sent only to its own host,
 * to hosts below the same registrable domain, and to those that its settings name; any other token service is asked without them.
 */
public final class RegistryAuth implements UpstreamAuth {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LARGEST = 1 << 20;
    private static final int MOST_TOKENS = 4096;
    private static final int LOCKS = 32;

    /** RFC 9110 §15.5.2 and §15.5.4. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403);

    /** A token that came that shortly ago answers a challenge to a request that was sent before. */
    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    private final UpstreamSettings upstream;
    private final Supplier<OutboundHttp> web;
    private final Events events;
    private final InstantSource clock;
    private final List<ReentrantLock> locks = new ArrayList<>();
    private final Map<String, RegistryToken> tokens = recent();
    private final Map<String, TokenFailure> failures = recent();

    /** That no token was to be had; {@code at} the end of the attempt. */
    private record TokenFailure(WebException why, Instant at) {}

    private static <V> Map<String, V> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_TOKENS;
            }
        };
    }

    /**
     * For {@code upstream}.
     *
     * @param web the current outbound client
     * @param clock never goes back
     */
    public RegistryAuth(UpstreamSettings upstream, Supplier<OutboundHttp> web, Events events, InstantSource clock) {
        this.upstream = upstream;
        this.web = web;
        this.events = events;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks.add(new ReentrantLock());
        }
    }

    @Override
    public Map<String, String> headers(Ask ask) {
        RegistryToken token = token(image(ask.path()));
        return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.text());
    }

    @Override
    public boolean answer(Ask ask, List<String> challenges) throws WebException {
        Optional<Challenge> demand = challenges.stream()
                .map(Challenge::parse)
                .flatMap(Optional::stream)
                .findFirst();
        if (demand.isEmpty()) {
            return false;
        }
        String image = image(ask.path());
        Instant came = clock.instant();
        ReentrantLock lock = locks.get(Math.floorMod(image.hashCode(), LOCKS));
        lock.lock();
        try {
            RegistryToken before = token(image);
            if (before != null && clock.instant().isBefore(before.made().plus(JUST_NOW))) {
                return true;
            }
            TokenFailure failure = failure(image);
            if (failure != null && !failure.at().isBefore(came)) {
                // it was also this request's attempt: waiting for one after the other takes too long
                throw failure.why();
            }
            Optional<RegistryToken> token = fetch(demand.get(), ask.cancellation());
            token.ifPresent(found -> keep(image, found));
            return token.isPresent();
        } catch (WebException e) {
            if (e.fault() != WebException.HttpFault.CANCELLED) {
                failed(image, new TokenFailure(e, clock.instant()));
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** The image that a path is about: a token is for one image. */
    private static String image(String path) {
        int end = -1;
        for (String word : List.of("/manifests/", "/blobs/", "/tags/", "/referrers/")) {
            // the last of them, since its name may contain the others
            end = Math.max(end, path.lastIndexOf(word));
        }
        return end < 0 ? path : path.substring(0, end);
    }

    private @Nullable RegistryToken token(String image) {
        Instant now = clock.instant();
        synchronized (tokens) {
            RegistryToken token = tokens.get(image);
            return token == null || now.isBefore(token.until()) ? token : null;
        }
    }

    private void keep(String image, RegistryToken token) {
        synchronized (tokens) {
            tokens.put(image, token);
        }
    }

    private @Nullable TokenFailure failure(String image) {
        synchronized (failures) {
            return failures.get(image);
        }
    }

    private void failed(String image, TokenFailure failure) {
        synchronized (failures) {
            failures.put(image, failure);
        }
    }

    /**
     * A token; empty if the service refuses the credentials.
     *
     * @throws WebException if it gives none for another reason: that says nothing of the image
     */
    private Optional<RegistryToken> fetch(Challenge demand, Cancellation cancellation) throws WebException {
        URI service = address(demand);
        if (service == null) {
            throw WebException.useless("the token service", "is at no usable address");
        }
        String named = "the token service " + service.getHost();
        OutboundHttp.OriginClient client = web.get()
                .trusting(upstream.endpoints())
                .line(upstream.timeouts().connect(), PATIENCE, upstream.proxy());
        try (OutboundResponse reply = client.get(service.toString(), credentials(service), PATIENCE, cancellation)) {
            reply.within(PATIENCE);
            if (REFUSALS.contains(reply.status()) && upstream.credentials() != null) {
                return Optional.empty();
            }
            if (reply.status() != 200) {
                throw WebException.useless("it", "answered " + reply.status());
            }
            return Optional.of(RegistryToken.parse(reply.bytes(LARGEST), clock.instant())
                    .orElseThrow(() -> WebException.useless("it", "sent no token")));
        } catch (WebException e) {
            throw e.of(named);
        }
    }

    /** The address to ask; null if the realm is none, or is less safe than the registry's own address. */
    private @Nullable URI address(Challenge demand) {
        if (!(Urls.base(demand.realm(), "") instanceof ParseResult.Right<URI>(URI realm))
                || (isHttps(upstream.url()) && !isHttps(realm))) {
            return null;
        }
        List<String> query = new ArrayList<>();
        if (!demand.service().isEmpty()) {
            query.add("service=" + encoded(demand.service()));
        }
        for (String scope : demand.scope().split(" ", -1)) {
            if (!scope.isEmpty()) {
                query.add("scope=" + encoded(scope));
            }
        }
        return URI.create(realm + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    private Map<String, String> credentials(URI service) {
        if (!(upstream.credentials() instanceof Credentials.Basic basic)) {
            return Map.of();
        }
        if (!isTrusted(service)) {
            events.publish(new Event.Alarm(
                    "registry",
                    upstream.name() + " names a token service at " + service.getHost()
                            + ", which gets no credentials; if it is the right one, list it in redirect-hosts",
                    null));
            return Map.of();
        }
        return Map.of("Authorization", basic.header());
    }

    /** Whether the upstream's credentials may be sent there. */
    private boolean isTrusted(URI service) {
        Endpoint place = Endpoint.of(service);
        boolean named = upstream.redirectHosts().stream()
                .anyMatch(host -> Endpoint.named(host).contains(place));
        if (named || place.equals(Endpoint.of(upstream.url()))) {
            return true;
        }
        String domain = RegistrableDomain.of(upstream.url());
        return isHttps(service) && domain != null && domain.equals(RegistrableDomain.of(service));
    }
}
