package dev.breakwater.app;

import dev.breakwater.cli.HeldPackages;
import dev.breakwater.format.go.GoNaming;
import dev.breakwater.format.go.module.ModuleNames;
import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;

/** Tells the commands of Go modules, for they do not know any format. */
final class GoModulesKnown implements HeldPackages {
    @Override
    public Predicate<Key> kept(List<String> globs) {
        return new GoNaming().entries(globs);
    }

    @Override
    public List<PackageVersions> named(byte[] file) {
        return ModuleNames.read(file).stream()
                .map(each -> new PackageVersions(each.line(), each.paths(), each.wrong()))
                .toList();
    }
}
