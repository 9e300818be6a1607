package dev.breakwater.web;

import java.net.URI;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The part of a host's name that was registered: {@code example.co.uk} of {@code a.b.example.co.uk}. */
public final class RegistrableDomain {
    private RegistrableDomain() {}

    /** That of {@code uri}'s host, by the public suffix list (publicsuffix.org); null if it has none, as an address. */
    public static @Nullable String of(URI uri) {
        HttpUrl url = HttpUrl.get(uri);
        return url == null ? null : url.topPrivateDomain();
    }
}
