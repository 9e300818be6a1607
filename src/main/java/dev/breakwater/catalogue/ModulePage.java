package dev.breakwater.catalogue;

import java.util.List;

/**
 * One page of a module search.
 *
 * @param found the total number of results
 * @param offset the index of the first one here, from 0
 */
public record ModulePage(long found, long offset, List<ModuleLine> modules) {}
