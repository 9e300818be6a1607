package dev.breakwater.app;

import dev.breakwater.auth.AccessSettings;
import dev.breakwater.auth.Issuer;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches an identity provider's public keys: from where the configuration says, else from where its discovery document
 * does (OpenID Connect Discovery 1.0 §4).
 */
final class ProviderKeys implements Issuer.KeySource {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final AccessSettings.Provider provider;
    private final OutboundHttp.OriginClient line;

    ProviderKeys(AccessSettings.Provider provider, OutboundHttp web) {
        this.provider = provider;
        this.line = web.trusting(named(provider)).line(PATIENCE, PATIENCE, null);
    }

    private static Set<Endpoint> named(AccessSettings.Provider provider) {
        Set<Endpoint> all = new HashSet<>(Endpoint.ofUpstream(URI.create(provider.issuer())));
        URI keys = provider.keys();
        if (keys != null) {
            all.addAll(Endpoint.ofUpstream(keys));
        }
        return all;
    }

    @Override
    public byte[] fetch() throws IOException {
        URI keys = provider.keys();
        return get(keys == null ? discovered() : keys.toString());
    }

    private String discovered() throws IOException {
        String base = provider.issuer().replaceFirst("/$", "");
        String page = base + "/.well-known/openid-configuration";
        try {
            JsonNode document = JSON.readTree(get(page));
            @Nullable String keys = document.path("jwks_uri").asString(null);
            if (!provider.issuer().equals(document.path("issuer").asString("")) || keys == null) {
                throw new IOException(page + " is not of the issuer " + provider.issuer() + "; set jwks-url");
            }
            if (base.startsWith("https:") && !keys.startsWith("https:")) {
                throw new IOException(page + " names keys that would be fetched in clear text");
            }
            return keys;
        } catch (JacksonException e) {
            throw new IOException(page + " is no discovery document; set jwks-url", e);
        }
    }

    private byte[] get(String url) throws IOException {
        try (OutboundResponse reply = line.get(url, Map.of(), new Cancellation())) {
            if (reply.status() != 200) {
                throw new IOException(url + " answers " + reply.status());
            }
            reply.silence(PATIENCE);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer some = ByteBuffer.allocate(16 << 10);
            while (reply.read(some) >= 0) {
                all.write(some.array(), 0, some.position());
                some.clear();
                if (all.size() > LARGEST) {
                    throw new IOException(url + " answers with more than " + LARGEST + " bytes");
                }
            }
            return all.toByteArray();
        }
    }
}
