package dev.breakwater.cli;

import dev.breakwater.auth.AccessSettings;
import dev.breakwater.config.Address;
import dev.breakwater.config.Settings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.http.TlsSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The settings of a client's go command. */
final class ClientSettings {
    /** How to get a token. */
    static final String TOKEN = "create the TOKEN with: breakwater token create NAME";

    private ClientSettings() {}

    /** What to do about an address that other machines can't use. */
    static List<String> reach(Settings settings) {
        String host = settings.get(ServerSettings.class).listen().host();
        if (settings.get(ServerSettings.class).publicUrl() == null && (host.equals("0.0.0.0") || host.equals("::"))) {
            return List.of("for other machines, set public-url to this server's address");
        }
        return List.of();
    }

    /** Further hints. */
    static List<String> hints(Settings settings) {
        List<String> hints = new ArrayList<>(reach(settings));
        if (settings.get(AccessSettings.class).wanted()) {
            URI base = URI.create(base(settings));
            // with the port if there is one: the go command (1.24 and newer) looks it up that way
            hints.add("add credentials to ~/.netrc: machine " + base.getAuthority() + " login NAME password TOKEN");
            hints.add(TOKEN);
            if (!"https".equals(base.getScheme())) {
                hints.add("the go command sends credentials only over https: set tls.cert and tls.key, or set"
                        + " public-url to the https address of the proxy in front of this server");
            }
        }
        return hints;
    }

    /** The address of the server that {@code settings} describe. */
    static String base(Settings settings) {
        URI known = settings.get(ServerSettings.class).publicUrl();
        if (known != null) {
            return known.toString();
        }
        return listening(settings);
    }

    /**
     * The address for requests from this machine. Not the public one, because a proxy may be in front of it; but if the server
     * terminates TLS itself, only a name in its certificate.
     */
    static String here(Settings settings) {
        return settings.get(TlsSettings.class).cert() == null ? listening(settings) : base(settings);
    }

    private static String listening(Settings settings) {
        String scheme = settings.get(TlsSettings.class).cert() == null ? "http" : "https";
        Address listen = settings.get(ServerSettings.class).listen();
        String host = switch (listen.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> listen.host();
        };
        return scheme + "://" + new Address(host, listen.port());
    }
}
