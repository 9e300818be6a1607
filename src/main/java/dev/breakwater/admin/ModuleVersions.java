package dev.breakwater.admin;

import dev.breakwater.catalogue.VersionLine;
import java.util.List;

/**
 * What is held of one module.
 *
 * @param repository under which it is kept; that of private modules ends in {@code .private}
 * @param module its path
 * @param versions the newest first
 */
public record ModuleVersions(String repository, String module, List<VersionLine> versions) {}
