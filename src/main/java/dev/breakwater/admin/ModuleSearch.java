package dev.breakwater.admin;

import dev.breakwater.catalogue.CatalogueState;
import dev.breakwater.catalogue.ModulePage;

/**
 * Modules that are held.
 *
 * @param catalogue how far what it says can be relied on
 * @param page those that were found, by name
 */
public record ModuleSearch(CatalogueState catalogue, ModulePage page) {}
