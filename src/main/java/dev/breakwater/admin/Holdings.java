package dev.breakwater.admin;

import dev.breakwater.catalogue.CatalogueState;
import dev.breakwater.catalogue.GrowthDay;
import dev.breakwater.catalogue.ModuleLine;
import dev.breakwater.catalogue.RepositoryTotal;
import java.util.List;

/**
 * What is held, summed up.
 *
 * @param catalogue how far what it says can be relied on
 * @param repositories by repository
 * @param biggest the modules that take up most, the biggest first
 * @param growth by day, oldest first
 */
public record Holdings(
        CatalogueState catalogue,
        List<RepositoryTotal> repositories,
        List<ModuleLine> biggest,
        List<GrowthDay> growth) {}
