package dev.breakwater.format.go.module;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A module path, as in {@code github.com/Azure/go-autorest/v14}: valid by the rules of {@code CheckPath} of
 * golang.org/x/mod/module, and so a valid path in any file system and URL. Two are equal if their plain forms are.
 */
public final class ModulePath {
    private static final String GOPKG = "gopkg.in/";
    private static final String TOOLCHAIN = "golang.org/toolchain";
    private static final String UNSTABLE = "-unstable";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private final String plain;
    private final String escaped;
    /** Where the major version suffix begins; the length if there is none. */
    private final int suffix;

    private ModulePath(String plain, String escaped, int suffix) {
        this.plain = plain;
        this.escaped = escaped;
        this.suffix = suffix;
    }

    /** Reads the plain form, as it stands in an import. */
    public static Parsed<ModulePath> parse(String plain) {
        return parse(plain, null);
    }

    /** Reads the form with {@code !x} for upper-case letters, as it stands in a URL. */
    public static Parsed<ModulePath> parseEscaped(String escaped) {
        String plain = Escaping.unescape(escaped);
        if (plain == null) {
            return new Parsed.Bad<>(
                    Quote.of(escaped) + " is not a valid escaped module path: " + Escaping.fault(escaped));
        }
        return parse(plain, escaped);
    }

    private static Parsed<ModulePath> parse(String plain, @Nullable String escaped) {
        String fault = PathElements.fault(plain, PathElements.ElementKind.MODULE);
        if (fault == null) {
            fault = hostFault(plain);
        }
        int suffix = fault == null ? suffix(plain) : 0;
        if (suffix < 0) {
            fault = plain.startsWith(GOPKG)
                    ? "on gopkg.in it must end in a major version, as in .v1"
                    : "its last element must be a major version from v2 on, as in /v2, not /v1, /v02 or /v2.1";
        }
        if (fault != null) {
            return new Parsed.Bad<>(Quote.of(plain) + " is not a valid module path: " + fault);
        }
        return new Parsed.Ok<>(new ModulePath(plain, escaped == null ? Escaping.escape(plain) : escaped, suffix));
    }

    private static @Nullable String hostFault(String plain) {
        int slash = plain.indexOf('/');
        String host = slash < 0 ? plain : plain.substring(0, slash);
        if (host.indexOf('.') < 0) {
            return "its first element must be a domain name and so have a dot";
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '-' && c != '.' && !isDigit(c) && (c < 'a' || c > 'z')) {
                return "its first element must be a domain name in lower case";
            }
        }
        return null;
    }

    /** Where the suffix that {@code SplitPathVersion} finds begins; -1 if it is not valid. */
    static int suffix(String path) {
        if (path.startsWith(GOPKG)) {
            return gopkgSuffix(path);
        }
        int digits = path.length();
        while (digits > 0 && (isDigit(path.charAt(digits - 1)) || path.charAt(digits - 1) == '.')) {
            digits--;
        }
        if (digits <= 1 || digits == path.length() || !path.startsWith("/v", digits - 2)) {
            return path.length();
        }
        String number = path.substring(digits);
        boolean wrong = number.indexOf('.') >= 0 || number.charAt(0) == '0' || number.equals("1");
        return wrong ? -1 : digits - 2;
    }

    private static int gopkgSuffix(String path) {
        int end = path.endsWith(UNSTABLE) ? path.length() - UNSTABLE.length() : path.length();
        int digits = end;
        while (digits > 0 && isDigit(path.charAt(digits - 1))) {
            digits--;
        }
        if (digits <= 1 || digits == path.length() || !path.startsWith(".v", digits - 2)) {
            return -1;
        }
        boolean leadingZero = path.charAt(digits) == '0' && path.length() - digits > 1;
        return leadingZero ? -1 : digits - 2;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** As it stands in an import. */
    public String plain() {
        return plain;
    }

    /** As it stands in a URL, with {@code !x} for upper-case letters. */
    public String escaped() {
        return escaped;
    }

    /** The path without its major version suffix: {@code x.y/z} for {@code x.y/z/v2}, {@code gopkg.in/yaml}. */
    public String prefix() {
        return plain.substring(0, suffix);
    }

    /** The major version suffix: empty, or as in {@code /v2}, {@code .v1} and {@code .v3-unstable}. */
    public String pathMajor() {
        return plain.substring(suffix);
    }

    /** Why {@code version} cannot be one of this module, by the rules of {@code CheckPathMajor}; empty if it can. */
    public Optional<String> mismatch(Version version) {
        String major = pathMajor();
        if (major.startsWith(".v") && major.endsWith(UNSTABLE)) {
            major = major.substring(0, major.length() - UNSTABLE.length());
        }
        // Early clients made v0.0.0- pseudo-versions for .v1 paths, and go.mod files still name them.
        if (major.equals(".v1") && version.text().startsWith("v0.0.0-")) {
            return Optional.empty();
        }
        String is = version.major();
        if (major.isEmpty()) {
            boolean fits = is.equals("v0") || is.equals("v1") || version.isIncompatible();
            return fits ? Optional.empty() : Optional.of(mismatch(version, "v0 or v1, or end in +incompatible"));
        }
        String should = major.substring(1);
        return is.equals(should) ? Optional.empty() : Optional.of(mismatch(version, should));
    }

    private String mismatch(Version version, String should) {
        return "a version of " + plain + " must be " + should + ", not " + version;
    }

    /** Whether {@code version} names one immutable version of this module: canonical, and with the right major version. */
    public boolean hasCanonical(Version version) {
        return version.isCanonical() && mismatch(version).isEmpty();
    }

    /** Whether the path begins with an IPv4 address in any of its spellings; IPv6 addresses are never valid in module paths. */
    public boolean hasIpLiteralHost() {
        int slash = plain.indexOf('/');
        String host = slash < 0 ? plain : plain.substring(0, slash);
        String last = host.substring(host.lastIndexOf('.') + 1);
        // By the URL standard a host whose last label is a number is an IPv4 address, or not valid.
        return NUMBER.matcher(last).matches();
    }

    /** Whether it is the module whose zips are Go toolchains. */
    public boolean isToolchain() {
        return plain.equals(TOOLCHAIN);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModulePath that && plain.equals(that.plain);
    }

    @Override
    public int hashCode() {
        return plain.hashCode();
    }

    /** The plain form. */
    @Override
    public String toString() {
        return plain;
    }
}
