package dev.breakwater.format.npm;

import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.repository.Naming;
import dev.breakwater.store.Key;
import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a package's entries in the store: {@code <name>/!document} is the merged document, {@code <name>/!full-<address>}
 * and {@code <name>/!install-<address>} its forms for clients, {@code <name>/!record/<version>} what is known of a version, and
 * {@code <name>/-/<file>.tgz} a tarball; {@code <name>/!withdrawn} is what remains of a package that is unpublished. No version and
 * no tag begins with {@code !}.
 */
final class PackageKeys {
    private static final Pattern STORED = Pattern.compile(
            "((?:@[^/]+/)?[^/@!][^/]*)/!(document|withdrawn|full|install|record|attestations)(?:[-/](.+))?");
    private static final int HASH = 16;

    private PackageKeys() {}

    /** The merged document. */
    static Key document(String repository, PackageName name) {
        return new Key(repository, name + "/!document");
    }

    /** What remains of the document of a package that was published here, and is unpublished as a whole. */
    static Key withdrawn(String repository, PackageName name) {
        return new Key(repository, name + "/!withdrawn");
    }

    /** Its form for clients that use the address {@code base}. */
    static Key form(String repository, PackageName name, FormKind kind, String base) {
        return new Key(repository, name + "/!" + kind.name().toLowerCase(Locale.ROOT) + "-" + hash(base));
    }

    /** The record of a version. */
    static Key record(String repository, PackageName name, SemanticVersion version) {
        return new Key(repository, name + "/!record/" + version);
    }

    /** The attestations of a version. */
    static Key attestations(String repository, PackageName name, SemanticVersion version) {
        return new Key(repository, name + "/!attestations/" + version);
    }

    /** The tarball of a version. */
    static Key tarball(String repository, PackageName name, SemanticVersion version) {
        return new Key(repository, name.tarball(version));
    }

    private static String hash(String base) {
        return Digest.of(base.getBytes(StandardCharsets.UTF_8)).hex().substring(0, HASH);
    }

    /** The package and version of a key that begins with {@code !} behind the name; null for any other path. */
    static Naming.@Nullable PackageVersion of(String path) {
        Matcher stored = STORED.matcher(path);
        if (!stored.matches()) {
            return null;
        }
        Optional<PackageName> name = PackageName.parse(stored.group(1));
        boolean versioned = stored.group(2).equals("record") || stored.group(2).equals("attestations");
        return name.map(found -> new Naming.PackageVersion(
                        found.text(), versioned ? String.valueOf(stored.group(3)) : "", stored.group(2)))
                .orElse(null);
    }
}
