package dev.breakwater.admin;

import dev.breakwater.catalogue.CatalogueState;
import dev.breakwater.catalogue.ModulePage;

/**
 * The result of a search among the stored modules.
 *
 * @param catalogue the catalogue's state, which says how complete the result is
 * @param page the modules found, by name
 */
public record ModuleSearch(CatalogueState catalogue, ModulePage page) {}
