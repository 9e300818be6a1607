package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.format.oci.name.OciPathParser;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.repository.Naming;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The naming of images: a version is a tag, or the digest of a manifest. Patterns are {@code mycompany/*} or one name. */
final class OciNaming implements Naming {
    private static final String API = "/v2/";
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("(?<=[0-9])(?![0-9])|(?<![0-9])(?=[0-9])");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=[0-9])");

    @Override
    public @Nullable PackageVersion of(String path) {
        PackageVersion stored = ImageKeys.of(path);
        if (stored != null) {
            return stored;
        }
        return switch (OciPathParser.parse(path)) {
            case OciPath.ManifestPath(ImageName name, Tag tag) -> new PackageVersion(name.text(), tag.text(), "tag");
            case OciPath.ManifestPath(ImageName name, var digest) ->
                new PackageVersion(name.text(), digest.text(), "manifest");
            case OciPath.BlobPath(ImageName name, var _) -> new PackageVersion(name.text(), "", "blob");
            case OciPath.TagListPath(ImageName name) -> new PackageVersion(name.text(), "", "tags");
            case OciPath.ReferrersPath(ImageName name, var _) -> new PackageVersion(name.text(), "", "referrers");
            default -> null;
        };
    }

    /** Without the first element, if that chooses the repository. */
    @Override
    public @Nullable String below(String repository, String target) {
        if (!target.startsWith(API)) {
            return null;
        }
        String path = target.substring(API.length());
        int slash = path.indexOf('/');
        String first = slash < 0 ? "" : path.substring(0, slash);
        boolean chooses = first.equals(repository) || first.indexOf('.') >= 0 || first.indexOf(':') >= 0;
        return chooses ? path.substring(slash + 1) : path;
    }

    /** Tags come before digests, as the newest do; numbers in them count as numbers, since they have no other order. */
    @Override
    public int compare(String version, String other) {
        boolean digest = version.indexOf(':') >= 0;
        return digest == (other.indexOf(':') >= 0) ? natural(version, other) : digest ? -1 : 1;
    }

    private static int natural(String a, String b) {
        String[] parts = BETWEEN_NUMBERS.split(a, -1);
        String[] others = BETWEEN_NUMBERS.split(b, -1);
        for (int i = 0; i < Math.min(parts.length, others.length); i++) {
            int order = isNumber(parts[i]) && isNumber(others[i])
                    ? numbers(parts[i], others[i])
                    : parts[i].compareTo(others[i]);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(parts.length, others.length);
        return order == 0 ? a.compareTo(b) : order;
    }

    /** Numbers of any length: a tag may have 128 digits. */
    private static int numbers(String a, String b) {
        String number = LEADING_ZEROS.matcher(a).replaceFirst("");
        String other = LEADING_ZEROS.matcher(b).replaceFirst("");
        int order = Integer.compare(number.length(), other.length());
        return order == 0 ? number.compareTo(other) : order;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }

    /** No: the same name is another image in another registry. */
    @Override
    public boolean isGlobal() {
        return false;
    }

    @Override
    public boolean isPackage(String text) {
        return ImageName.parse(text).isPresent();
    }

    @Override
    public Predicate<String> secrets(List<String> patterns) {
        NamePatterns all = NamePatterns.of(patterns);
        return name -> ImageName.parse(name).isPresent() && all.isPrivate(name);
    }
}
