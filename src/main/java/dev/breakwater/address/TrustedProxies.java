package dev.breakwater.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trusted proxies, and the headers in which they forward the client's address. Only one family of headers is read: a proxy
 * that sets one family passes on what a client wrote into the other.
 *
 * @param ranges the proxies' addresses
 * @param family the headers they set
 * @param host whether they set the host that the client requested
 * @param prefix whether they set the part of the path that they removed ({@code X-Forwarded-Prefix})
 */
public record TrustedProxies(List<IpRange> ranges, Family family, boolean host, boolean prefix) {
    /** The headers that a proxy sets. */
    public enum Family {
        /** X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host, X-Forwarded-Prefix. */
        X_FORWARDED,
        /** Forwarded: RFC 7239. */
        FORWARDED
    }

    /**
     * The origin of a request, as far as it can be trusted.
     *
     * @param client the client's address
     * @param scheme the scheme that the client used; null if no proxy says
     * @param host the host that the client requested; null if no proxy says
     * @param prefix the part of the path that a proxy removed, without a slash at its end; empty for none
     */
    public record RequestOrigin(
            ClientAddress client,
            @Nullable String scheme,
            @Nullable String host,
            String prefix) {}

    /** The headers that reveal a proxy, of any kind. */
    public static final List<String> TELLING = List.of(
            "x-forwarded-for",
            "forwarded",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-prefix",
            "x-forwarded-port",
            "x-forwarded-server",
            "x-real-ip");

    /** Proxies on this machine, which set the X-Forwarded headers. */
    public static final TrustedProxies LOOPBACK = new TrustedProxies(
            List.of(new IpRange(InetAddress.ofLiteral("127.0.0.0"), 8), new IpRange(InetAddress.ofLiteral("::1"), 128)),
            Family.X_FORWARDED,
            false,
            false);

    /** The maximum number of hops; no real request has more. */
    private static final int HOPS = 32;

    /** The maximum length of a line; only the end of a longer one is read, which the nearest proxies wrote. */
    private static final int LINE = 4 * 1024;

    private static final Pattern ADDRESS =
            Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+)(?::[0-9]{1,5})?|([0-9a-fA-F:.]+)");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9_~.-]{1,255}|\\[[0-9a-fA-F:.]{2,45}])(?::[0-9]{1,5})?");
    private static final Pattern PREFIX = Pattern.compile("((?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*+){1,8})/*+");
    private static final Pattern PAIR =
            Pattern.compile("\\s*+([A-Za-z]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s;,\"]*+))\\s*+");

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /** Whether the proxy at {@code address} is trusted. */
    public boolean trusts(String address) {
        InetAddress parsed = IpLiteral.parse(address);
        return parsed != null && ranges.stream().anyMatch(range -> range.contains(parsed));
    }

    /**
     * The origin of a request that the trusted {@code peer} has forwarded.
     *
     * @param headers returns all values of a header, in their order
     */
    public RequestOrigin origin(String peer, Function<String, List<String>> headers) {
        return family == Family.X_FORWARDED ? byX(peer, headers) : byForwarded(peer, headers);
    }

    private RequestOrigin byX(String peer, Function<String, List<String>> headers) {
        List<String> hops = elements(headers.apply("x-forwarded-for"));
        String client = peer;
        for (String hop : hops.reversed()) {
            String address = address(hop);
            if (address == null) {
                break;
            }
            client = address;
            if (!trusts(address)) {
                break;
            }
        }
        String shownPrefix = prefix ? last(headers.apply("x-forwarded-prefix")) : null;
        String shownHost = host ? last(headers.apply("x-forwarded-host")) : null;
        return new RequestOrigin(
                new ClientAddress(client, true),
                scheme(last(headers.apply("x-forwarded-proto"))),
                host(shownHost),
                prefix(shownPrefix));
    }

    /** The element about the client was written by the proxy that the client connected to. */
    private RequestOrigin byForwarded(String peer, Function<String, List<String>> headers) {
        String client = peer;
        String scheme = null;
        String asked = null;
        for (Element each : forwarded(headers.apply("forwarded")).reversed()) {
            String address = each.address == null ? null : address(each.address);
            scheme = scheme(each.proto) == null ? scheme : scheme(each.proto);
            asked = host(each.host) == null ? asked : host(each.host);
            if (address == null) {
                break;
            }
            client = address;
            if (!trusts(address)) {
                break;
            }
        }
        String shownPrefix = prefix ? last(headers.apply("x-forwarded-prefix")) : null;
        return new RequestOrigin(new ClientAddress(client, true), scheme, host ? asked : null, prefix(shownPrefix));
    }

    private record Element(
            @Nullable String address,
            @Nullable String proto,
            @Nullable String host) {}

    /** The elements, without those before an unreadable one, which cannot be trusted, and without the first of too many. */
    private static List<Element> forwarded(List<String> lines) {
        List<Element> elements = new ArrayList<>();
        for (String line : lines) {
            Matcher pair = PAIR.matcher(line);
            int at = 0;
            if (line.length() > LINE) {
                elements.clear();
                at = after(line, line.indexOf(',', line.length() - LINE));
            }
            @Nullable String[] element = new @Nullable String[3];
            while (at < line.length()) {
                boolean read = pair.region(at, line.length()).lookingAt();
                char next = !read || pair.end() == line.length() ? ',' : line.charAt(pair.end());
                if (!read || (next != ',' && next != ';')) {
                    elements.clear();
                    element = new @Nullable String[3];
                    at = after(line, line.indexOf(',', at));
                    continue;
                }
                String value =
                        pair.group(2) == null ? pair.group(3) : pair.group(2).replaceAll("\\\\(.)", "$1");
                switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                    case "for" -> element[0] = value;
                    case "proto" -> element[1] = value;
                    case "host" -> element[2] = value;
                    default -> {}
                }
                if (next == ',') {
                    elements.add(new Element(element[0], element[1], element[2]));
                    element = new @Nullable String[3];
                }
                at = pair.end() + 1;
            }
        }
        return elements.subList(Math.max(0, elements.size() - HOPS), elements.size());
    }

    private static int after(String line, int comma) {
        return comma < 0 ? line.length() : comma + 1;
    }

    private static List<String> elements(List<String> lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            for (String each : line.split(",", -1)) {
                all.add(each.strip());
            }
        }
        return all.subList(Math.max(0, all.size() - HOPS), all.size());
    }

    private static @Nullable String last(List<String> lines) {
        List<String> all = elements(lines);
        return all.isEmpty() ? null : all.getLast();
    }

    private static @Nullable String address(String hop) {
        Matcher matcher = ADDRESS.matcher(hop);
        if (!matcher.matches()) {
            return null;
        }
        String bare = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        InetAddress parsed = IpLiteral.parse(bare);
        return parsed == null ? null : parsed.getHostAddress();
    }

    private static @Nullable String scheme(@Nullable String value) {
        return value != null && (value.equalsIgnoreCase("http") || value.equalsIgnoreCase("https"))
                ? value.toLowerCase(Locale.ROOT)
                : null;
    }

    private static @Nullable String host(@Nullable String value) {
        return value != null && HOST.matcher(value).matches() ? value : null;
    }

    private static String prefix(@Nullable String value) {
        Matcher plain = PREFIX.matcher(value == null ? "" : value);
        return plain.matches() ? plain.group(1) : "";
    }
}
