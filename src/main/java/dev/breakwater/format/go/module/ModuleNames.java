package dev.breakwater.format.go.module;

import dev.breakwater.repository.LockFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The module versions that a file names: a go.sum, a go.mod (see "go.mod files" and "go.sum files" of the Go modules
 * reference), or what {@code go list -m -json} prints. Tells the three apart by their content.
 */
public final class ModuleNames {
    private static final List<String> ALL = List.of(".info", ".mod", ".zip");
    private static final Set<String> DIRECTIVES = Set.of("module", "go", "require", "replace", "exclude", "toolchain");

    private final List<LockFiles.NamedVersion> found = new ArrayList<>();

    private record Replaced(String path, @Nullable String version) {}

    private ModuleNames() {}

    /** Everything that {@code file} names, in its order; a version that is named twice comes twice. */
    public static List<LockFiles.NamedVersion> read(byte[] file) {
        ModuleNames names = new ModuleNames();
        String text = new String(file, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{")) {
            names.json(file);
        } else if (text.lines().map(GoModLine::parse).anyMatch(ModuleNames::isDirective)) {
            names.goMod(text);
        } else {
            names.goSum(text);
        }
        return names.found;
    }

    private static boolean isDirective(GoModLine line) {
        return line.tokens().size() > 1 && DIRECTIVES.contains(line.tokens().getFirst());
    }

    /** A line with {@code /go.mod} names a version that was only needed to choose versions: only its go.mod is requested. */
    private void goSum(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String[] fields = line.strip().split("\\s+", -1);
            if (line.isBlank()) {
                continue;
            }
            if (fields.length != 3 || !fields[2].startsWith("h1:")) {
                wrong(number, "is not a valid go.sum line: expected a module, a version and a hash");
            } else if (fields[1].endsWith("/go.mod")) {
                add(
                        number,
                        fields[0],
                        fields[1].substring(0, fields[1].length() - "/go.mod".length()),
                        List.of(".mod"));
            } else {
                add(number, fields[0], fields[1], ALL);
            }
        }
    }

    private void goMod(String text) {
        Map<String, Replaced> replaced = new HashMap<>();
        eachDirective(text, (number, verb, arguments) -> {
            int arrow = arguments.indexOf("=>");
            if (verb.equals("replace") && arrow > 0 && arguments.size() > arrow + 1) {
                String version = arguments.size() > arrow + 2 ? arguments.get(arrow + 2) : null;
                replaced.put(
                        String.join("@", arguments.subList(0, arrow)), new Replaced(arguments.get(arrow + 1), version));
            }
        });
        eachDirective(text, (number, verb, arguments) -> {
            if (!verb.equals("require")) {
                return;
            }
            if (arguments.size() != 2) {
                wrong(number, "require takes a module and a version");
                return;
            }
            add(number, arguments, replaced);
        });
    }

    private void add(int number, List<String> required, Map<String, Replaced> replaced) {
        Replaced instead = replaced.get(String.join("@", required));
        instead = instead == null ? replaced.get(required.getFirst()) : instead;
        if (instead == null) {
            add(number, required.getFirst(), required.getLast(), ALL);
        } else if (instead.version() != null) {
            add(number, instead.path(), instead.version(), ALL);
        }
    }

    private interface Directive {
        void at(int line, String verb, List<String> arguments);
    }

    private static void eachDirective(String text, Directive directive) {
        String block = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<String> tokens = GoModLine.parse(line).tokens();
            if (tokens.isEmpty()) {
                continue;
            }
            if (tokens.getFirst().equals(")")) {
                block = "";
            } else if (!block.isEmpty()) {
                directive.at(number, block, tokens);
            } else if (tokens.size() > 1 && tokens.get(1).equals("(")) {
                block = tokens.getFirst();
            } else {
                directive.at(number, tokens.getFirst(), tokens.subList(1, tokens.size()));
            }
        }
    }

    /** Reads one object after the other; skips the main module and those that a folder replaces: there is nothing to fetch. */
    private void json(byte[] file) {
        try (JsonParser json = new JsonMapper().createParser(file)) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int line = json.currentTokenLocation().getLineNr();
                JsonNode module = json.readValueAsTree();
                JsonNode taken = module.has("Replace") ? module.path("Replace") : module;
                String version = taken.path("Version").asString("");
                if (!version.isEmpty()) {
                    add(line, taken.path("Path").asString(""), version, ALL);
                } else if (!taken.has("Path")) {
                    wrong(line, "is not from go list -m -json: it has no Path");
                }
            }
            if (json.currentToken() != null) {
                wrong(json.currentTokenLocation().getLineNr(), "is not from go list -m -json");
            }
        } catch (JacksonException e) {
            wrong(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private void add(int line, String module, String version, List<String> kinds) {
        if (!(ModulePath.parse(module) instanceof Parsed.Ok<ModulePath>(ModulePath path))) {
            wrong(line, ModulePath.parse(module) instanceof Parsed.Bad<ModulePath>(String why) ? why : module);
            return;
        }
        Version read = Version.read(version);
        if (read == null || !path.hasCanonical(read)) {
            wrong(
                    line,
                    String.format(
                            Locale.ROOT,
                            "%s is not a version that mirrors have of %s; run go mod tidy to resolve it",
                            Quote.of(version),
                            module));
            return;
        }
        found.add(new LockFiles.NamedVersion(
                line,
                kinds.stream()
                        .map(kind -> path.escaped() + "/@v/" + read.escaped() + kind)
                        .toList(),
                ""));
    }

    private void wrong(int line, String what) {
        found.add(new LockFiles.NamedVersion(line, List.of(), what));
    }
}
