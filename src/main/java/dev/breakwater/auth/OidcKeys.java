package dev.breakwater.auth;

import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of an identity provider, fetched by our own client, which is bounded in time and bytes: from the configured
 * URL, else from the one in the discovery document (OpenID Connect Discovery 1.0 §4).
 */
public final class OidcKeys implements Issuer.KeySource {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final String issuer;
    private final @Nullable URI keys;
    private final OutboundHttp.OriginClient line;

    /**
     * Fetches nothing yet.
     *
     * @param keys the URL of the key set; null: the one in the discovery document of {@code issuer}
     */
    public OidcKeys(String issuer, @Nullable URI keys, OutboundHttp web) {
        this.issuer = issuer;
        this.keys = keys;
        this.line = web.trusting(named(issuer, keys)).line(PATIENCE, PATIENCE, null);
    }

    private static Set<Endpoint> named(String issuer, @Nullable URI keys) {
        Set<Endpoint> all = new HashSet<>(Endpoint.ofUpstream(URI.create(issuer)));
        if (keys != null) {
            all.addAll(Endpoint.ofUpstream(keys));
        }
        return all;
    }

    @Override
    public byte[] fetch() throws IOException {
        return get(keys == null ? discovered() : keys.toString());
    }

    private String discovered() throws IOException {
        String base = issuer.replaceFirst("/$", "");
        String page = base + "/.well-known/openid-configuration";
        try {
            JsonNode document = JSON.readTree(get(page));
            @Nullable String found = document.path("jwks_uri").asString(null);
            if (!issuer.equals(document.path("issuer").asString("")) || found == null) {
                throw new IOException(page + " belongs to another issuer than " + issuer + "; set jwks-url");
            }
            if (base.startsWith("https:") && !found.startsWith("https:")) {
                throw new IOException(page + " has a jwks_uri without https: the keys would be fetched in clear text");
            }
            return found;
        } catch (JacksonException e) {
            throw new IOException(page + " is not a discovery document; set jwks-url", e);
        }
    }

    private byte[] get(String url) throws IOException {
        try (OutboundResponse reply = line.get(url, Map.of(), new Cancellation())) {
            if (reply.status() != 200) {
                throw new IOException(url + " answers " + reply.status());
            }
            reply.silence(PATIENCE);
            return reply.bytes(LARGEST);
        }
    }
}
