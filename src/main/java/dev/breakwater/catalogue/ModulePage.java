package dev.breakwater.catalogue;

import java.util.List;

/**
 * Some of the modules that were searched for.
 *
 * @param found how many there are in all
 * @param offset which of them is the first here, from 0
 */
public record ModulePage(long found, long offset, List<ModuleLine> modules) {}
