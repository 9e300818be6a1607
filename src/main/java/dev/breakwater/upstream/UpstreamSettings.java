package dev.breakwater.upstream;

import dev.breakwater.config.Secret;
import dev.breakwater.config.Urls;
import dev.breakwater.web.Endpoint;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one upstream.
 *
 * @param name unique in its repository; letters, digits and {@code . _ -}
 * @param url http or https, without user, query, fragment and trailing slash
 * @param tier when it is used
 * @param weight its share for selection by weights; at least 1
 * @param concurrency how many requests to it may run at once in each class of traffic
 * @param domain its failure domain; its host unless set
 * @param peer it is a Breakwater: requests for cached content only are sent to it too
 * @param privateOnly it is used only for the private modules that it owns
 * @param proxy its own proxy, in place of the general one; may contain user and password
 * @param redirectHosts internal addresses to which it may redirect: {@code host} for its ports 80 and 443, or
 *     {@code host:port}; in lower case
 * @param headers sent with each request to it, and to no other host
 * @param credentials sent with each request to it, and to no other host
 * @param timeouts how long it may be silent
 */
public record UpstreamSettings(
        String name,
        URI url,
        Tier tier,
        int weight,
        int concurrency,
        String domain,
        boolean peer,
        boolean privateOnly,
        @Nullable URI proxy,
        List<String> redirectHosts,
        SequencedMap<String, Secret> headers,
        @Nullable Credentials credentials,
        Mirror.MirrorLimits timeouts) {
    /** The default for concurrent requests to an upstream. */
    public static final int AT_ONCE = 64;

    /** Makes the list immutable. */
    public UpstreamSettings {
        redirectHosts = List.copyOf(redirectHosts);
    }

    /** The hosts with internal addresses that requests to it may reach: itself, and those that are configured for it. */
    public Set<Endpoint> endpoints() {
        Set<Endpoint> all = new HashSet<>(Endpoint.ofUpstream(url));
        redirectHosts.forEach(host -> all.addAll(Endpoint.named(host)));
        return all;
    }

    /** The same at another address. */
    public UpstreamSettings at(URI address) {
        return new UpstreamSettings(
                name,
                address,
                tier,
                weight,
                concurrency,
                domain,
                peer,
                privateOnly,
                proxy,
                redirectHosts,
                headers,
                credentials,
                timeouts);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "UpstreamSettings[" + name + " " + url + " " + tier + " weight=" + weight
                + " concurrency=" + concurrency + " domain=" + domain
                + " peer="
                + peer + " private-only=" + privateOnly + " proxy=" + Urls.shown(proxy) + " redirect-hosts="
                + redirectHosts + " headers=" + headers
                + " credentials=" + credentials + " "
                + timeouts + "]";
    }
}
