package dev.breakwater.hook;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receiver of code hosts' push hooks. It reads a body only after the sender has proven that it knows the secret, which is
 * compared in constant time. A repeated request does no harm: the server only lists the versions again.
 */
public final class PushHooks {
    /** The maximum size of a body in bytes: far more than real pushes need. */
    public static final int LONGEST = 2 << 20;

    private static final String HMAC = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final String FORM = "payload=";
    private static final int MOST_PLACE = 500;

    /** The form of a module path: no element begins with a dot. */
    private static final Pattern PLACE = Pattern.compile("[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    /** The JSON fields with the repository's addresses, of all hosts. */
    private static final List<String> ADDRESSES = List.of(
            "/repository/html_url",
            "/repository/clone_url",
            "/repository/ssh_url",
            "/repository/git_http_url",
            "/repository/git_ssh_url",
            "/project/web_url",
            "/project/git_http_url",
            "/project/git_ssh_url");

    private final Map<HookHost, String> secrets;

    /** For hosts with these secrets; hooks of others are refused. */
    public PushHooks(Map<HookHost, String> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /** The refusal of a request by its {@code headers} alone, see {@link #receive}; null if it is not refused. */
    public Pushed.@Nullable RefusedPush refuses(HookHost host, Function<String, @Nullable String> headers) {
        String secret = secrets.get(host);
        if (secret == null) {
            return new Pushed.RefusedPush(
                    "no secret is configured for " + host.label() + " hooks: set hooks." + host.label() + "-secret");
        }
        String shown = headers.apply(host.proofHeader());
        boolean wrong = shown == null || (host.proof() == HookHost.Proof.TOKEN && !same(secret, shown.strip()));
        return wrong ? unproven(host) : null;
    }

    private static Pushed.RefusedPush unproven(HookHost host) {
        return new Pushed.RefusedPush(host.proofHeader() + " does not prove that " + host.label()
                + " sent this: compare hooks." + host.label() + "-secret with the secret of the hook there");
    }

    /** Checks and reads a request; {@code headers} returns a header's value by its case-insensitive name, or null. */
    public Pushed receive(HookHost host, Function<String, @Nullable String> headers, byte[] body) {
        Pushed.RefusedPush refused = refuses(host, headers);
        String secret = secrets.get(host);
        if (refused != null || secret == null) {
            return refused == null ? unproven(host) : refused;
        }
        if (body.length > LONGEST) {
            return new Pushed.MalformedPush("the body is longer than " + LONGEST + " bytes");
        }
        String shown = headers.apply(host.proofHeader());
        if (shown == null || !proven(host.proof(), secret, shown.strip(), body)) {
            return unproven(host);
        }
        String event = headers.apply(host.eventHeader());
        if (event == null || !host.wants(event)) {
            return new Pushed.Ignored("this event needs no action");
        }
        return read(body);
    }

    private static boolean proven(HookHost.Proof proof, String secret, String shown, byte[] body) {
        return switch (proof) {
            case PREFIXED_HMAC ->
                shown.startsWith(PREFIX) && same(PREFIX + hmac(secret, body), shown.toLowerCase(Locale.ROOT));
            case HMAC -> same(hmac(secret, body), shown.toLowerCase(Locale.ROOT));
            case TOKEN -> same(secret, shown);
        };
    }

    private static String hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** Compares in constant time. */
    private static boolean same(String wanted, String shown) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static Pushed read(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            // a hook may be set to send a form, with the same JSON in it
            JsonNode json = new JsonMapper()
                    .readTree(
                            text.startsWith(FORM)
                                    ? URLDecoder.decode(
                                            text.substring(FORM.length()).split("&", 2)[0], StandardCharsets.UTF_8)
                                    : text);
            List<String> places = new ArrayList<>();
            for (String address : ADDRESSES) {
                String place = place(json.at(address).asString(""));
                if (place != null && !places.contains(place)) {
                    places.add(place);
                }
            }
            return places.isEmpty()
                    ? new Pushed.MalformedPush("the body has no repository URL")
                    : new Pushed.PushedRepository(List.copyOf(places));
        } catch (JacksonException | IllegalArgumentException e) {
            return new Pushed.MalformedPush("the body is not valid JSON");
        }
    }

    /** Host and path of {@code https://host/path.git}, {@code ssh://git@host:22/path} or {@code git@host:path}. */
    static @Nullable String place(String address) {
        if (address.isEmpty() || address.length() > MOST_PLACE) {
            return null;
        }
        String url = address.contains("://") ? address : "ssh://" + address.replaceFirst(":", "/");
        try {
            URI uri = URI.create(url);
            String path = uri.getPath() == null
                    ? ""
                    : uri.getPath().replaceFirst("(\\.git)?/*$", "").replaceFirst("^/+", "");
            String place = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT) + "/" + path;
            return PLACE.matcher(place).matches() ? place : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
