package dev.breakwater.format.go;

import dev.breakwater.format.go.module.ModuleLabel;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.probe.GoTerms;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.repository.Naming;
import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The naming of Go modules. Patterns are those of GOPRIVATE; for permissions, case counts. */
public final class GoNaming implements Naming {
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

    @Override
    public boolean isPackage(String text) {
        return ModulePath.parse(text) instanceof Parsed.Ok<ModulePath>;
    }

    @Override
    public Predicate<String> secrets(List<String> patterns) {
        NamePatterns globs = NamePatterns.of(patterns);
        return name -> ModulePath.parse(name) instanceof Parsed.Ok<ModulePath>(ModulePath module)
                && globs.isPrivate(module.plain());
    }

    @Override
    public Predicate<Key> entries(List<String> patterns) {
        return KeptModules.of(patterns);
    }
}
