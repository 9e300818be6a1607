package dev.breakwater.admin;

import dev.breakwater.catalogue.CatalogueState;
import dev.breakwater.catalogue.GrowthDay;
import dev.breakwater.catalogue.ModuleLine;
import dev.breakwater.catalogue.RepositoryTotal;
import java.util.List;

/**
 * Totals of the stored modules.
 *
 * @param catalogue the catalogue's state, which says how reliable the totals are
 * @param repositories the totals by repository
 * @param biggest the largest modules, the largest first
 * @param growth the growth by day, oldest first
 */
public record Holdings(
        CatalogueState catalogue,
        List<RepositoryTotal> repositories,
        List<ModuleLine> biggest,
        List<GrowthDay> growth) {}
