package dev.breakwater.admin;

import dev.breakwater.catalogue.VersionLine;
import java.util.List;

/**
 * The stored versions of one module.
 *
 * @param repository under which it is stored; that of private modules ends in {@code .private}
 * @param module its path
 * @param versions the newest first
 */
public record ModuleVersions(String repository, String module, List<VersionLine> versions) {}
