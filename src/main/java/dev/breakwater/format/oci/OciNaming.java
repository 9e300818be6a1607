package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.format.oci.name.OciPathParser;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.repository.Naming;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The naming of images: a version is a tag, or the digest of a manifest. Patterns are {@code mycompany/*} or one name. */
final class OciNaming implements Naming {
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

    /** Tags have no order but that of their characters. */
    @Override
    public int compare(String version, String other) {
        return version.compareTo(other);
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
