package dev.breakwater.format.go.module;

import org.jspecify.annotations.Nullable;

/**
 * What a path below a repository is of, for people.
 *
 * @param module the module's path, as it stands in a go.mod
 * @param version the version; empty for what is of the module as a whole
 * @param kind {@code info}, {@code mod} or {@code zip} of a version; {@code list}, {@code latest} or {@code query} of a module
 */
public record ModuleLabel(String module, String version, String kind) {
    /** What {@code path} is of, escaped as the protocol has it; null where it is of no module. */
    public static @Nullable ModuleLabel of(String path) {
        return switch (GoRequest.parse(path)) {
            case GoRequest.Info(ModulePath module, Version version) ->
                new ModuleLabel(module.plain(), version.text(), "info");
            case GoRequest.Mod(ModulePath module, Version version) ->
                new ModuleLabel(module.plain(), version.text(), "mod");
            case GoRequest.Zip(ModulePath module, Version version) ->
                new ModuleLabel(module.plain(), version.text(), "zip");
            case GoRequest.List(ModulePath module) -> new ModuleLabel(module.plain(), "", "list");
            case GoRequest.Latest(ModulePath module) -> new ModuleLabel(module.plain(), "", "latest");
            case GoRequest.VersionQuery(ModulePath module, String _) -> new ModuleLabel(module.plain(), "", "query");
            case GoRequest.Sumdb _, GoRequest.NoSuchPage _, GoRequest.Invalid _ -> null;
        };
    }
}
