package dev.breakwater.format.go.module;

import org.jspecify.annotations.Nullable;

/**
 * A readable label of a path below a repository: its module, version and kind.
 *
 * @param module the module's path, as it stands in a go.mod
 * @param version the version; empty for a page of the module as a whole
 * @param kind {@code info}, {@code mod} or {@code zip} of a version; {@code list}, {@code latest} or {@code query} of a module
 */
public record ModuleLabel(String module, String version, String kind) {
    /** The label of {@code path}, which is escaped as in the protocol; null if it belongs to no module. */
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
