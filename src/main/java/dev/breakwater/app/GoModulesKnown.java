package dev.breakwater.app;

import dev.breakwater.cli.HeldPackages;
import dev.breakwater.format.go.module.ModuleNames;
import java.util.List;

/** Tells the commands of Go modules, for they do not know any format. */
final class GoModulesKnown implements HeldPackages {
    @Override
    public List<PackageVersions> named(byte[] file) {
        return ModuleNames.read(file).stream()
                .map(each -> new PackageVersions(each.line(), each.paths(), each.wrong()))
                .toList();
    }
}
