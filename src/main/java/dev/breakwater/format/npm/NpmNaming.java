package dev.breakwater.format.npm;

import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.name.NpmPathParser;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.repository.Naming;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The naming of npm packages. Patterns are {@code @scope/*}, {@code acme-*} or one name; for permissions, case counts. */
final class NpmNaming implements Naming {
    @Override
    public @Nullable PackageVersion of(String path) {
        PackageVersion stored = PackageKeys.of(path);
        if (stored != null) {
            return stored;
        }
        return switch (NpmPathParser.parse(path)) {
            case NpmPath.Document(PackageName name) -> new PackageVersion(name.text(), "", "document");
            case NpmPath.Manifest(PackageName name, String selector) ->
                new PackageVersion(
                        name.text(), SemanticVersion.parse(selector).isPresent() ? selector : "", "manifest");
            case NpmPath.Tarball(PackageName name, SemanticVersion version) ->
                new PackageVersion(name.text(), version.text(), "tarball");
            case NpmPath.Attestations(PackageName name, SemanticVersion version) ->
                new PackageVersion(name.text(), version.text(), "attestations");
            case NpmPath.DistTags(PackageName name) -> new PackageVersion(name.text(), "", "tags");
            case NpmPath.DistTag(PackageName name, var _) -> new PackageVersion(name.text(), "", "tags");
            default -> null;
        };
    }

    @Override
    public int compare(String version, String other) {
        Optional<SemanticVersion> one = SemanticVersion.parse(version);
        Optional<SemanticVersion> two = SemanticVersion.parse(other);
        return one.isPresent() && two.isPresent() ? one.get().compareTo(two.get()) : version.compareTo(other);
    }

    @Override
    public boolean isPackage(String text) {
        return PackageName.parse(text).isPresent() && text.indexOf('*') < 0;
    }

    @Override
    public Predicate<String> secrets(List<String> patterns) {
        NamePatterns all = NamePatterns.of(patterns);
        return name -> PackageName.parse(name).isPresent() && all.isPrivate(name);
    }
}
