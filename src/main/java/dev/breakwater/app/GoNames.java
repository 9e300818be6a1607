package dev.breakwater.app;

import dev.breakwater.catalogue.PackageNames;
import dev.breakwater.format.go.GoTerms;
import dev.breakwater.format.go.module.ModuleLabel;
import org.jspecify.annotations.Nullable;

/** What the catalogue is told of Go modules. */
final class GoNames implements PackageNames {
    private final GoTerms terms = new GoTerms();

    @Override
    public @Nullable PackageVersion of(String path) {
        ModuleLabel file = ModuleLabel.of(path);
        return file == null ? null : new PackageVersion(file.module(), file.version(), file.kind());
    }

    @Override
    public int compare(String version, String other) {
        return terms.compare(version, other);
    }
}
