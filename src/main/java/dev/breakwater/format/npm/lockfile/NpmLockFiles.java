package dev.breakwater.format.npm.lockfile;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.repository.LockFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code package-lock.json} and {@code npm-shrinkwrap.json} (docs.npmjs.com, "package-lock.json", versions 1 to 3),
 * {@code pnpm-lock.yaml}, and {@code yarn.lock} of yarn 1 and later. Tells them apart by their content. What comes from
 * elsewhere than a registry (git, files, links) is skipped.
 */
public final class NpmLockFiles implements LockFiles {
    private static final JsonFactory JSON = new JsonFactory();

    /** {@code /name@1.0.0(peer@2.0.0):} or {@code name@1.0.0:} below {@code packages:}; {@code /name/1.0.0:} of old versions. */
    private static final Pattern PNPM = Pattern.compile(
            "\\s+['\"]?/?((?:@[^/@\\s]+/)?[^/@\\s'\"]+)[@/]([0-9][^\\s:('\"]*)(?:\\(.*\\))?['\"]?:\\s*.*");

    private static final Pattern YARN_RESOLVED =
            Pattern.compile("\\s+resolved \"https?://[^\"]*?/((?:@[^/\"]+/)?[^/\"]+)/-/([^/\"#]+)\\.tgz(?:#.*)?\"");

    private static final Pattern YARN_RESOLUTION =
            Pattern.compile("\\s+resolution: \"((?:@[^/\"]+/)?[^@/\"]+)@npm:([^\":]+).*\"");

    @Override
    public List<NamedVersion> named(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{")) {
            return npm(file);
        }
        if (text.contains("\nlockfileVersion:") || text.startsWith("lockfileVersion:")) {
            return pnpm(text);
        }
        return yarn(text);
    }

    private static List<NamedVersion> npm(byte[] file) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), file)) {
            return new PackageLock(json).read();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            return List.of(new NamedVersion(line, List.of(), "is not JSON: " + e.getOriginalMessage()));
        }
    }

    private static List<NamedVersion> pnpm(String text) {
        List<NamedVersion> found = new ArrayList<>();
        boolean packages = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
                packages = line.startsWith("packages:");
            }
            Matcher named = PNPM.matcher(line);
            if (packages && line.startsWith("  ") && !line.startsWith("   ") && named.matches()) {
                // peers stood behind an underscore in old versions
                add(found, number, named.group(1), named.group(2).replaceFirst("_.*", ""));
            }
        }
        return found;
    }

    private static List<NamedVersion> yarn(String text) {
        List<NamedVersion> found = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher resolved = YARN_RESOLVED.matcher(line);
            Matcher resolution = YARN_RESOLUTION.matcher(line);
            if (resolved.matches()) {
                String name = resolved.group(1).replace("%2f", "/").replace("%2F", "/");
                String base = name.substring(name.indexOf('/') + 1) + "-";
                String stem = resolved.group(2);
                add(found, number, name, stem.startsWith(base) ? stem.substring(base.length()) : stem);
            } else if (resolution.matches()) {
                add(found, number, resolution.group(1), resolution.group(2));
            }
        }
        return found;
    }

    /** Adds the tarball of that version, or says what is wrong with it. */
    static void add(List<NamedVersion> found, int line, String name, String version) {
        Optional<PackageName> parsedName = PackageName.parse(name);
        Optional<SemanticVersion> parsedVersion = SemanticVersion.parse(version);
        if (parsedName.isPresent() && parsedVersion.isPresent()) {
            found.add(new NamedVersion(line, List.of(parsedName.get().tarball(parsedVersion.get())), ""));
        } else {
            found.add(new NamedVersion(line, List.of(), "names no package and version: " + name + "@" + version));
        }
    }

    /** Reads npm's own file: the places of packages with their versions, or, in version 1, a tree of them. */
    private static final class PackageLock {
        private static final String MODULES = "node_modules/";

        private final JsonParser json;
        private final List<NamedVersion> found = new ArrayList<>();
        private boolean places;

        PackageLock(JsonParser json) {
            this.json = json;
        }

        List<NamedVersion> read() {
            json.nextToken();
            List<NamedVersion> tree = List.of();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                boolean object = json.nextToken() == JsonToken.START_OBJECT;
                if (object && member.equals("packages")) {
                    places = true;
                    entries();
                } else if (object && member.equals("dependencies")) {
                    List<NamedVersion> before = List.copyOf(found);
                    found.clear();
                    entries();
                    tree = List.copyOf(found);
                    found.clear();
                    found.addAll(before);
                } else {
                    json.skipChildren();
                }
            }
            // the second version has both
            return places ? found : tree;
        }

        private void entries() {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                int line = json.currentTokenLocation().getLineNr();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    entry(key, line);
                }
            }
        }

        private void entry(String key, int line) {
            String name = key.substring(key.lastIndexOf(MODULES) < 0 ? 0 : key.lastIndexOf(MODULES) + MODULES.length());
            String version = "";
            String resolved = "";
            boolean ownFolder = !key.contains(MODULES) && key.contains("/") && !key.startsWith("@");
            boolean skipped = ownFolder || key.isEmpty();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                JsonToken value = json.nextToken();
                switch (member) {
                    // an alias is installed under another name
                    case "name" -> name = json.getString();
                    case "version" -> version = json.getString();
                    case "resolved" -> resolved = json.getString();
                    case "link", "inBundle", "bundled" -> skipped |= value == JsonToken.VALUE_TRUE;
                    case "dependencies" -> {
                        if (value == JsonToken.START_OBJECT && !places) {
                            entries();
                        } else {
                            json.skipChildren();
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            if (version.startsWith("npm:")) {
                int at = version.lastIndexOf('@');
                name = version.substring("npm:".length(), Math.max("npm:".length(), at));
                version = version.substring(at + 1);
            }
            boolean elsewhere = (!resolved.isEmpty() && !resolved.startsWith("http")) || version.contains(":");
            if (!skipped && !version.isEmpty() && !elsewhere) {
                add(found, line, name, version);
            }
        }
    }
}
