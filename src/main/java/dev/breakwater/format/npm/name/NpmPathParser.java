package dev.breakwater.format.npm.name;

import dev.breakwater.config.SafeText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths. {@code @s/n}, {@code @s%2fn} and {@code %40s%2Fn} are one name: a path is decoded once, and then checked.
 */
public final class NpmPathParser {
    private static final int LONGEST = 2_000;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,213}");
    private static final String TGZ = ".tgz";

    private NpmPathParser() {}

    /** The meaning of {@code path}, which is percent-encoded, without leading slash and query. */
    public static NpmPath parse(String path) {
        if (path.length() > LONGEST) {
            return new NpmPath.InvalidPath("the path has more than " + LONGEST + " characters");
        }
        String decoded;
        try {
            decoded =
                    path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new NpmPath.InvalidPath("the path has a percent sign without two hexadecimal digits");
        }
        String plain = decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
        return plain.startsWith("-/") || plain.isEmpty() ? service(plain) : ofPackage(plain);
    }

    private static NpmPath service(String path) {
        for (NpmPath.Service each : NpmPath.Service.values()) {
            if (each.path().equals(path)) {
                return each;
            }
        }
        String rest;
        if ((rest = below(path, "-/package/")) != null) {
            return tags(rest, path);
        } else if ((rest = below(path, "-/npm/v1/attestations/")) != null) {
            return attestations(rest);
        } else if ((rest = below(path, "-/user/org.couchdb.user:")) != null) {
            return WORD.matcher(rest).matches()
                    ? new NpmPath.LoginPath(rest)
                    : invalid(rest, "is not a valid user name");
        } else if ((rest = below(path, "-/user/token/")) != null) {
            return new NpmPath.Logout(rest);
        } else if ((rest = below(path, "-/npm/v1/tokens/token/")) != null) {
            return new NpmPath.OwnToken(rest);
        } else if ((rest = below(path, "-/npm/v1/oidc/token/exchange/package/")) != null) {
            Optional<PackageName> name = PackageName.parse(rest);
            return name.isPresent() ? new NpmPath.TokenExchange(name.get()) : invalidName(rest);
        }
        return new NpmPath.UnknownPath(path);
    }

    private static @Nullable String below(String path, String place) {
        return path.startsWith(place) ? path.substring(place.length()) : null;
    }

    private static NpmPath tags(String rest, String path) {
        int at = rest.indexOf("/dist-tags");
        if (at < 0) {
            return new NpmPath.UnknownPath(path);
        }
        Optional<PackageName> name = PackageName.parse(rest.substring(0, at));
        String tag = rest.substring(at + "/dist-tags".length());
        if (name.isEmpty()) {
            return invalidName(rest.substring(0, at));
        }
        if (tag.isEmpty()) {
            return new NpmPath.DistTags(name.get());
        }
        String word = tag.substring(1);
        return tag.startsWith("/") && isTag(word)
                ? new NpmPath.DistTag(name.get(), word)
                : invalid(word, "is not a valid tag: expected a word that is not a version");
    }

    /** Whether {@code word} may be a tag: a version may not (npm-dist-tag). */
    public static boolean isTag(String word) {
        return WORD.matcher(word).matches()
                && SemanticVersion.parse(word.startsWith("v") ? word.substring(1) : word)
                        .isEmpty();
    }

    private static NpmPath attestations(String rest) {
        int at = rest.lastIndexOf('@');
        Optional<PackageName> name = at < 1 ? Optional.empty() : PackageName.parse(rest.substring(0, at));
        Optional<SemanticVersion> version = SemanticVersion.parse(rest.substring(at + 1));
        return name.isPresent() && version.isPresent()
                ? new NpmPath.Attestations(name.get(), version.get())
                : invalid(rest, "is not <name>@<version>");
    }

    private static NpmPath ofPackage(String path) {
        List<String> elements = List.of(path.split("/", -1));
        int length = path.startsWith("@") ? 2 : 1;
        if (elements.size() < length) {
            return invalidName(path);
        }
        String text = String.join("/", elements.subList(0, length));
        Optional<PackageName> parsed = PackageName.parse(text);
        if (parsed.isEmpty()) {
            return invalidName(text);
        }
        PackageName name = parsed.get();
        List<String> rest = elements.subList(length, elements.size());
        return switch (rest.size()) {
            case 0 -> new NpmPath.Document(name);
            case 1 -> manifest(name, rest.getFirst());
            case 2 ->
                switch (rest.getFirst()) {
                    case "-" -> tarball(name, rest.get(1));
                    case "-rev" ->
                        rest.get(1).isEmpty() ? unknown(path) : new NpmPath.DocumentRevision(name, rest.get(1));
                    default -> unknown(path);
                };
            case 3 -> rest.getFirst().equals("-") ? scopedTarball(name, rest, path) : unknown(path);
            case 4 -> revision(name, rest, path);
            default -> unknown(path);
        };
    }

    private static NpmPath manifest(PackageName name, String selector) {
        return SemanticVersion.parse(selector).isPresent()
                        || WORD.matcher(selector).matches()
                ? new NpmPath.Manifest(name, selector)
                : invalid(selector, "is not a version or a tag");
    }

    /** Some clients ask for {@code @s/n/-/@s/n-1.0.0.tgz}. */
    private static NpmPath scopedTarball(PackageName name, List<String> rest, String path) {
        return rest.get(1).equals(name.scope()) ? tarball(name, rest.get(2)) : unknown(path);
    }

    private static NpmPath revision(PackageName name, List<String> rest, String path) {
        return rest.getFirst().equals("-")
                        && rest.get(2).equals("-rev")
                        && !rest.get(3).isEmpty()
                        && tarball(name, rest.get(1)) instanceof NpmPath.Tarball(var _, SemanticVersion version)
                ? new NpmPath.TarballRevision(name, version, rest.get(3))
                : unknown(path);
    }

    private static NpmPath tarball(PackageName name, String file) {
        String prefix = name.base() + "-";
        if (file.startsWith(prefix) && file.endsWith(TGZ) && file.length() > prefix.length() + TGZ.length()) {
            Optional<SemanticVersion> version =
                    SemanticVersion.parse(file.substring(prefix.length(), file.length() - TGZ.length()));
            if (version.isPresent()) {
                return new NpmPath.Tarball(name, version.get());
            }
        }
        return invalid(file, "is not a tarball of " + name + "; expected " + prefix + "<version>.tgz");
    }

    private static NpmPath unknown(String path) {
        return invalid(
                path, "is not a path of the npm registry; expected <name>, <name>/<version> or <name>/-/<file>.tgz");
    }

    private static NpmPath invalidName(String text) {
        String fault = PackageName.fault(text);
        return invalid(text, "is not a valid package name" + (fault.isEmpty() ? "" : ": it " + fault));
    }

    private static NpmPath invalid(String text, String why) {
        return new NpmPath.InvalidPath(SafeText.shown(text) + " " + why);
    }
}
