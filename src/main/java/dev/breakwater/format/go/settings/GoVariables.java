package dev.breakwater.format.go.settings;

import dev.breakwater.config.Globs;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Types;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.sumdb.Databases;
import dev.breakwater.sumdb.VerifierKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes private patterns and the checksum database from the go command's own settings, if the file has none. */
final class GoVariables {
    private static final List<String> PRIVATE = List.of("GOPRIVATE", "GONOPROXY", "GONOSUMDB");

    private GoVariables() {}

    /** Private patterns, their source ({@code default} for none), and notes about them. */
    record Patterns(List<String> patterns, String from, List<String> notes) {}

    /** The checksum databases; at most one. */
    record ChecksumVariables(List<DatabaseSettings> databases, String from, List<String> notes) {}

    /**
     * The patterns of all three variables together: a module that any of them keeps from the public is private. The go command
     * doesn't run if GOPRIVATE, or both the others, are set as variables.
     */
    static Patterns privatePatterns(Map<String, String> environment, GoEnv go) throws InterruptedException {
        boolean decided =
                set(environment, "GOPRIVATE") || (set(environment, "GONOPROXY") && set(environment, "GONOSUMDB"));
        Map<String, String> asked = decided ? Map.of() : effective(go);
        Set<String> patterns = new LinkedHashSet<>();
        Set<String> from = new LinkedHashSet<>();
        List<String> notes = new ArrayList<>();
        for (String name : PRIVATE) {
            boolean variable = set(environment, name);
            String text = variable ? environment.get(name) : asked.getOrDefault(name, "");
            for (String glob : SafeText.words(text == null ? "" : text)) {
                if (glob.equals("none")) {
                    continue;
                }
                String source = variable ? name : "go env " + name;
                switch (Globs.TYPE.parse().apply(glob)) {
                    case ParseResult.Right<String>(String good) -> {
                        patterns.add(good);
                        from.add(source);
                    }
                    case ParseResult.Wrong<String>(String what, String instead) ->
                        notes.add(
                                source + ": \"" + SafeText.shown(glob) + "\" " + what + ", and is ignored: " + instead);
                }
            }
        }
        if (!patterns.isEmpty()) {
            notes.add("private, from " + String.join(", ", from) + ": " + String.join(", ", patterns));
        }
        return new Patterns(List.copyOf(patterns), from.isEmpty() ? "default" : String.join(", ", from), notes);
    }

    /** The database of GOSUMDB, see {@code cmd/go/internal/modfetch.dbDial}; the default one if it is unset. */
    static ChecksumVariables checksums(Map<String, String> environment, GoEnv go) throws InterruptedException {
        boolean variable = set(environment, "GOSUMDB");
        Map<String, String> asked = variable ? Map.of() : effective(go);
        String text = variable ? environment.getOrDefault("GOSUMDB", "") : asked.getOrDefault("GOSUMDB", "");
        String from = variable ? "GOSUMDB" : asked.isEmpty() ? "default" : "go env GOSUMDB";
        List<String> words =
                List.of((text.isBlank() ? Databases.USUAL : text).strip().split("\\s+"));
        if (words.getFirst().equals("off")) {
            return new ChecksumVariables(
                    List.of(),
                    from,
                    List.of("modules are not verified by a checksum database, because GOSUMDB is off"));
        }
        List<Databases.Origin> origins = Databases.EVERYWHERE;
        if (words.size() == 2 && Types.URL.parse().apply(words.get(1)) instanceof ParseResult.Right<URI>(URI url)) {
            origins = List.of(new Databases.Origin.Copy(url), new Databases.Origin.Upstreams());
        } else if (words.size() > 1) {
            return usual(from, "has a second word that is not a URL");
        }
        return switch (Databases.key(words.getFirst())) {
            case ParseResult.Wrong<VerifierKey>(String what, String _) -> usual(from, what);
            case ParseResult.Right<VerifierKey>(VerifierKey key) ->
                new ChecksumVariables(
                        List.of(Databases.database(key, origins)),
                        from,
                        List.of("modules are verified by " + key.name() + ", from " + from));
        };
    }

    /** The default database is never less safe than the intended one. */
    private static ChecksumVariables usual(String from, String what) {
        if (!(Databases.key(Databases.USUAL) instanceof ParseResult.Right<VerifierKey>(VerifierKey key))) {
            throw new IllegalStateException("the usual database is a known one");
        }
        return new ChecksumVariables(
                List.of(Databases.database(key, Databases.EVERYWHERE)),
                "default",
                List.of(from + " " + what + ": modules are verified by " + Databases.USUAL
                        + "; write `off`, a name, or a whole key: name+hash+base64"));
    }

    private static boolean set(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static Map<String, String> effective(GoEnv go) throws InterruptedException {
        return go.ask() instanceof GoEnv.GoAnswer.Known(Map<String, String> effective, Map<String, String> _)
                ? effective
                : Map.of();
    }
}
