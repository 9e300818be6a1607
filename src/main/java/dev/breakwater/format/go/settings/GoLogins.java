package dev.breakwater.format.go.settings;

import dev.breakwater.config.Secret;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.web.Netrc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logins that the go command sends to its mirrors unless GOAUTH says otherwise: those of the netrc file, only over https,
 * to exactly the host and port in the file. See {@code go help goauth}.
 */
final class GoLogins {
    private static final String USUAL = "netrc";

    private final Map<String, String> environment;
    private final GoEnv go;
    private final List<String> notes;
    private @Nullable String text;

    /** Adds to {@code notes} what was taken, and what was not. */
    GoLogins(Map<String, String> environment, GoEnv go, List<String> notes) {
        this.environment = environment;
        this.go = go;
        this.notes = notes;
    }

    /** The login for {@code url}; null if there is none. The go command runs only if the file has one. */
    @Nullable
    Credentials of(URI url) throws InterruptedException {
        String host = url.getRawAuthority();
        if (!"https".equalsIgnoreCase(url.getScheme()) || host == null) {
            return null;
        }
        Optional<Netrc.Login> login = Netrc.parse(text(), host);
        if (login.isEmpty() || !methods().contains(USUAL)) {
            return null;
        }
        notes.add("the login for " + host + " comes from " + file());
        return new Credentials.Basic(login.get().user(), new Secret(login.get().password()));
    }

    /** Notes unsupported parts of GOAUTH; {@code answer} is the go command's result, null if unknown. */
    void explain(GoEnv.@Nullable GoAnswer answer) {
        String said = environment.getOrDefault("GOAUTH", "");
        if (said.isBlank() && answer instanceof GoEnv.GoAnswer.Known(Map<String, String> effective, var _)) {
            said = effective.getOrDefault("GOAUTH", "");
        }
        List<String> others = words(said).stream()
                .filter(word -> !word.equals(USUAL) && !word.equals("off"))
                // What follows the first word may be a secret.
                .map(word -> word.split("\\s+", 2)[0])
                .toList();
        if (!others.isEmpty()) {
            notes.add("GOAUTH supports only netrc and off here, not " + String.join("; ", others)
                    + ": set username and password, or token, for an upstream");
        }
    }

    private List<String> methods() throws InterruptedException {
        String said = environment.getOrDefault("GOAUTH", "");
        if (said.isBlank() && go.ask() instanceof GoEnv.GoAnswer.Known(Map<String, String> effective, var _)) {
            said = effective.getOrDefault("GOAUTH", "");
        }
        return words(said.isBlank() ? USUAL : said);
    }

    private static List<String> words(String methods) {
        return Arrays.stream(methods.split(";", -1))
                .map(String::strip)
                .filter(method -> !method.isEmpty())
                .toList();
    }

    private String text() {
        if (text == null) {
            text = read();
        }
        return text;
    }

    private String read() {
        Path file = file();
        if (file == null || !Files.exists(file)) {
            return "";
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            notes.add("no login was taken from " + file + ", which can't be read: " + e);
            return "";
        }
    }

    private @Nullable Path file() {
        String named = environment.getOrDefault("NETRC", "");
        String home = environment.getOrDefault("HOME", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        return home.isBlank() ? null : Path.of(home, ".netrc");
    }
}
