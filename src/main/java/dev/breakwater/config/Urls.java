package dev.breakwater.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of a URL that settings take. */
public final class Urls {
    private static final String HTTP = "write http:// or https:// and a host, as in https://mirror.example.com/go";

    private static final List<String> PROXIES = List.of("http", "socks5", "socks5h");

    private Urls() {}

    /**
     * An http or https address to which paths are appended: no user ({@code withoutUser} is the advice then), query, fragment.
     */
    public static ParseResult<URI> base(String text, String withoutUser) {
        return switch (withUser(text)) {
            case ParseResult.Wrong<URI> wrong -> wrong;
            case ParseResult.Right<URI>(URI url)
            when url.getRawUserInfo() != null ->
                new ParseResult.Wrong<>("contains a user or password, which would end up in logs", withoutUser);
            case ParseResult.Right<URI> right -> right;
        };
    }

    /** The same, but may contain user and password. */
    public static ParseResult<URI> withUser(String text) {
        return switch (address(text)) {
            case ParseResult.Wrong<URI> wrong -> wrong;
            case ParseResult.Right<URI>(URI url)
            when url.getRawQuery() != null || url.getRawFragment() != null ->
                new ParseResult.Wrong<>("has a part after ? or #", "leave it out: paths are appended to this address");
            case ParseResult.Right<URI> right -> right;
        };
    }

    /** An address to which nothing is appended to the path, as that of a webhook: as written, and may have a query. */
    public static ParseResult<URI> exact(String text) {
        return switch (address(text)) {
            case ParseResult.Wrong<URI> wrong -> wrong;
            case ParseResult.Right<URI>(URI url)
            when url.getRawUserInfo() != null || url.getRawFragment() != null ->
                new ParseResult.Wrong<>("contains a user, a password or a part after #", "leave it out");
            // a token may end in a slash
            case ParseResult.Right<URI> _ -> new ParseResult.Right<>(URI.create(text.strip()));
        };
    }

    /** A proxy: may contain a user and password, may omit the scheme, which is http then; may be a SOCKS 5 proxy. */
    public static ParseResult<URI> proxy(String text) {
        String whole = text.contains("://") ? text.strip() : "http://" + text.strip();
        return switch (address(whole, PROXIES)) {
            case ParseResult.Wrong<URI>(String what, String _) ->
                new ParseResult.Wrong<>(
                        what,
                        "write it as in http://proxy.example.com:3128 or socks5://127.0.0.1:1080; proxies that"
                                + " are reached over"
                                + " TLS themselves (https://) are not supported");
            case ParseResult.Right<URI> right -> right;
        };
    }

    /** The URL without user and password, for people; {@code -} for none. */
    public static String shown(@Nullable URI url) {
        if (url == null) {
            return "-";
        }
        return url.getRawUserInfo() == null
                ? url.toString()
                : url.toString().replace(url.getRawUserInfo() + "@", Secret.MASK + "@");
    }

    /** The URL without user and password. */
    public static URI withoutUser(URI url) {
        return url.getRawUserInfo() == null ? url : URI.create(url.toString().replaceFirst("//[^/]*@", "//"));
    }

    /** The port, by default the scheme's. */
    public static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "http".equals(url.getScheme()) ? 80 : 443;
    }

    /** The host in lower case, without an IPv6 address's brackets. */
    public static String host(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** A default name for the server at a URL: its host. */
    public static String name(URI url) {
        String host = host(url).replaceAll("[^A-Za-z0-9._-]", "-");
        return host.substring(0, Math.min(host.length(), 63));
    }

    private static ParseResult<URI> address(String text) {
        return address(text, List.of("http", "https"));
    }

    private static ParseResult<URI> address(String text, List<String> schemes) {
        URI url;
        try {
            url = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            return new ParseResult.Wrong<>("is not a URL", HTTP);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            return new ParseResult.Wrong<>("is not an " + String.join(" or ", schemes) + " URL", HTTP);
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
            return new ParseResult.Wrong<>("has no host that can be reached", HTTP);
        }
        return new ParseResult.Right<>(URI.create(scheme + url.toString().substring(scheme.length())));
    }
}
