package dev.breakwater.format.go.module;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file of a module version, as it is named below a repository and in a folder.
 *
 * @param kind {@code info}, {@code mod} or {@code zip}
 */
public record ModuleFile(ModulePath module, Version version, String kind) {
    public static final String INFO = "info";
    public static final String MOD = "mod";
    public static final String ZIP = "zip";

    private static final Set<String> KINDS = Set.of(INFO, MOD, ZIP);

    /** Reads a path; null if it names something else, such as a list or a branch. */
    public static @Nullable ModuleFile of(String path) {
        int files = path.indexOf("/@v/");
        int dot = path.lastIndexOf('.');
        if (files <= 0 || dot < files || !KINDS.contains(path.substring(dot + 1))) {
            return null;
        }
        String name = path.substring(files + "/@v/".length(), dot);
        return ModulePath.parseEscaped(path.substring(0, files)) instanceof Parsed.Ok<ModulePath>(ModulePath module)
                        && Version.parseEscaped(name) instanceof Parsed.Ok<Version>(Version version)
                        && module.hasCanonical(version)
                ? new ModuleFile(module, version, path.substring(dot + 1))
                : null;
    }

    /** The path below a repository. */
    public String path() {
        return module.escaped() + "/@v/" + version.escaped() + "." + kind;
    }
}
