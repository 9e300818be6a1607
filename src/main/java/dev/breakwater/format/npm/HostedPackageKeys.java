package dev.breakwater.format.npm;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.publish.HostedKeys;
import dev.breakwater.store.Key;

/** The keys of packages that are published here, under the name {@code home}: the same as those of any package. */
record HostedPackageKeys(String home) implements HostedKeys {
    @Override
    public Key document(PackageName name) {
        return PackageKeys.document(home, name);
    }

    @Override
    public Key withdrawn(PackageName name) {
        return PackageKeys.withdrawn(home, name);
    }

    @Override
    public Key tarball(PackageName name, SemanticVersion version) {
        return PackageKeys.tarball(home, name, version);
    }

    @Override
    public boolean isForm(String file) {
        return file.startsWith("!full-") || file.startsWith("!install-");
    }
}
