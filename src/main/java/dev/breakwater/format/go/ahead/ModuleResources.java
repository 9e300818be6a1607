package dev.breakwater.format.go.ahead;

import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;

/** The files of public modules that are fetched ahead. */
public interface ModuleResources {
    /** The versions of {@code module}. */
    Resource list(ModulePath module);

    /** The info of {@code version}. */
    Resource info(ModulePath module, Version version);

    /** The go.mod of {@code version}. */
    Resource mod(ModulePath module, Version version);

    /** The zip of {@code version}. */
    Resource zip(ModulePath module, Version version);
}
