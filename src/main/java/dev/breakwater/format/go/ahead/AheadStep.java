package dev.breakwater.format.go.ahead;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;

/** One thing to fetch ahead, and to draw conclusions from. */
sealed interface AheadStep {
    /** Which go.mod files below one are read too. */
    enum Reach {
        /** Those of its requirements, if it is not pruned. */
        AS_IT_SAYS,
        /** Those of its requirements. */
        NEXT,
        /** All. */
        ALL
    }

    /** The module. */
    ModulePath module();

    /** The version of it. */
    Version version();

    /** Reads a go.mod. */
    record LoadGoMod(ModulePath module, Version version, Reach reach) implements AheadStep {}

    /** Fetches the zips of what the module requires directly. */
    record FollowImports(ModulePath module, Version version) implements AheadStep {}

    /** Fetches the infos of all modules of the graph. */
    record FetchInfos(ModulePath module, Version version) implements AheadStep {}

    /** Fetches the lists of all modules that are compiled. */
    record FetchLists(ModulePath module, Version version) implements AheadStep {}

    /** Fetches the info. */
    record FetchInfo(ModulePath module, Version version) implements AheadStep {}

    /** Fetches the list of versions. */
    record FetchList(ModulePath module, Version version) implements AheadStep {}

    /** Fetches a zip, and then the same for it. */
    record FetchZip(ModulePath module, Version version) implements AheadStep {}
}
