package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Version;
import org.jspecify.annotations.Nullable;

/**
 * A version of a module in its repository.
 *
 * @param version the canonical version
 * @param revision where it is
 * @param files the module's files in it
 * @param asked what was asked for; null if it was asked for the newest
 */
record ModuleVersion(
        Version version,
        Revision revision,
        ModuleHome.Located files,
        @Nullable String asked) {}
