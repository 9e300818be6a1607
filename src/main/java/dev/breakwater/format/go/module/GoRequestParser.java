package dev.breakwater.format.go.module;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses request paths: first decodes the percent-encoding of the whole path, because clients send {@code %21} for an
 * exclamation mark; then splits the elements; then unescapes module and version, each by its own rules.
 */
final class GoRequestParser {
    /** Longer than any module's name in use; half of what a file system takes, whose other half is the data folder's. */
    private static final int LONGEST = 2048;

    private static final Set<String> ENDPOINT_NAMES = Set.of("latest", "upgrade", "patch");

    private GoRequestParser() {}

    static GoRequest parse(String raw) {
        if (raw.length() > LONGEST) {
            return new GoRequest.Invalid("the path has " + raw.length()
                    + " characters; no module path and version need more than " + LONGEST);
        }
        return switch (decode(raw)) {
            case Parsed.Bad<String>(String why) -> new GoRequest.Invalid(why);
            case Parsed.Ok<String>(String path) -> ofDecoded(path);
        };
    }

    private static GoRequest ofDecoded(String path) {
        if (path.isEmpty()) {
            return new GoRequest.NoSuchPage("this is a Go module mirror: ask for <module>/@v/list, <module>/@latest or"
                    + " <module>/@v/<version>.info, .mod or .zip");
        }
        for (String element : path.split("/", -1)) {
            if (element.isEmpty() || element.equals(".") || element.equals("..")) {
                return new GoRequest.Invalid("the path " + Quote.of(path)
                        + " has an element that is empty, \".\" or \"..\"; write it without");
            }
        }
        if (path.startsWith("sumdb/")) {
            return new GoRequest.Sumdb(path.substring("sumdb/".length()));
        }
        if (path.endsWith("/@latest")) {
            String module = path.substring(0, path.length() - "/@latest".length());
            return withModule(module, GoRequest.Latest::new);
        }
        int at = path.indexOf("/@v/");
        if (at < 0) {
            return new GoRequest.NoSuchPage(
                    Quote.of(path) + " is not a page of a Go module mirror: after the module path comes"
                            + " /@v/list, /@latest or /@v/<version>.info, .mod or .zip");
        }
        String file = path.substring(at + "/@v/".length());
        return withModule(path.substring(0, at), module -> ofFile(module, file));
    }

    private interface Next {
        GoRequest of(ModulePath module);
    }

    private static GoRequest withModule(String escaped, Next next) {
        String fault = Escaping.fault(escaped);
        if (fault != null) {
            return new GoRequest.Invalid(
                    "the module path " + Quote.of(escaped) + " is not escaped correctly: " + fault);
        }
        return switch (ModulePath.parseEscaped(escaped)) {
            case Parsed.Bad<ModulePath>(String why) -> new GoRequest.NoSuchPage(why);
            case Parsed.Ok<ModulePath>(ModulePath module) ->
                module.hasIpLiteralHost()
                        ? new GoRequest.NoSuchPage(
                                Quote.of(module.plain()) + " begins with an IP address; use a domain name")
                        : next.of(module);
        };
    }

    private static GoRequest ofFile(ModulePath module, String file) {
        if (file.equals("list")) {
            return new GoRequest.List(module);
        }
        int dot = file.lastIndexOf('.');
        String kind = dot < 0 ? "" : file.substring(dot);
        if (!kind.equals(".info") && !kind.equals(".mod") && !kind.equals(".zip")) {
            return new GoRequest.NoSuchPage(Quote.of(file) + " is not a file of " + module
                    + ": ask for /@v/list or /@v/<version>.info, .mod or .zip");
        }
        String escaped = file.substring(0, dot);
        String fault = Escaping.fault(escaped);
        if (fault != null) {
            return new GoRequest.Invalid("the version " + Quote.of(escaped) + " is not escaped correctly: " + fault);
        }
        String plain = Escaping.unescape(escaped);
        return plain == null || plain.isEmpty()
                ? new GoRequest.NoSuchPage("the version of " + module + " is missing before " + kind)
                : ofVersion(module, plain, kind);
    }

    private static GoRequest ofVersion(ModulePath module, String plain, String kind) {
        if (ENDPOINT_NAMES.contains(plain)) {
            return new GoRequest.NoSuchPage(
                    Quote.of(plain) + " is not a valid version: ask for " + module.escaped() + "/@latest");
        }
        Version version = Version.read(plain);
        boolean canonical = version != null && module.hasCanonical(version);
        if (version != null && canonical) {
            return switch (kind) {
                case ".info" -> new GoRequest.Info(module, version);
                case ".mod" -> new GoRequest.Mod(module, version);
                default -> new GoRequest.Zip(module, version);
            };
        }
        if (kind.equals(".info")) {
            return query(module, plain);
        }
        return new GoRequest.NoSuchPage(notCanonical(module, plain, version) + "; ask for " + module.escaped() + "/@v/"
                + Escaping.escape(plain) + ".info first, and then for the version that it names");
    }

    private static String notCanonical(ModulePath module, String plain, @Nullable Version version) {
        String what = Quote.of(plain) + " is not a canonical version of " + module;
        return version == null
                ? what
                : what + module.mismatch(version).map(why -> ": " + why).orElse("");
    }

    /** A name in version control; the go command sends only names that are valid as file names. */
    private static GoRequest query(ModulePath module, String plain) {
        String fault = PathElements.fault(plain, PathElements.ElementKind.FILE);
        return fault == null
                ? new GoRequest.VersionQuery(module, plain)
                : new GoRequest.Invalid(
                        Quote.of(plain) + " is not a valid version, branch or commit of " + module + ": " + fault);
    }

    private static Parsed<String> decode(String raw) {
        boolean plain = true;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return new Parsed.Bad<>("the path " + Quote.of(raw) + " has a character that must be percent-encoded");
            }
            plain &= c != '%';
        }
        return plain ? new Parsed.Ok<>(raw) : decodeEscapes(raw);
    }

    private static Parsed<String> decodeEscapes(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int b = i + 2 < raw.length() ? (hex(raw.charAt(i + 1)) << 4) | hex(raw.charAt(i + 2)) : -1;
            if (b < 0) {
                return new Parsed.Bad<>(
                        "the path " + Quote.of(raw) + " has a \"%\" without two hexadecimal digits behind it");
            }
            if (b < ' ' || b == 0x7f) {
                return new Parsed.Bad<>("the path " + Quote.of(raw) + " has a control character in it");
            }
            bytes.put((byte) b);
            i += 2;
        }
        try {
            return new Parsed.Ok<>(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return new Parsed.Bad<>("the path " + Quote.of(raw) + " is not UTF-8 once it is percent-decoded");
        }
    }

    /** The digit's value, negative if it is none. */
    private static int hex(char c) {
        return Character.digit(c, 16);
    }
}
