package dev.breakwater.catalogue;

import java.util.List;

/**
 * One page of a module search.
 *
 * @param found how many there are in all
 * @param offset which of them is the first here, from 0
 */
public record ModulePage(long found, long offset, List<ModuleLine> modules) {}
