package dev.breakwater.admin;

import dev.breakwater.catalogue.VersionLine;
import dev.breakwater.repository.PackageDetails.VersionDetail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored versions of one module.
 *
 * @param repository under which it is stored; that of private modules ends in {@code .private}
 * @param module its path
 * @param versions the newest first
 * @param details what the format says of the first of them; empty for formats that say nothing
 */
public record ModuleVersions(
        String repository, String module, List<VersionLine> versions, List<VersionDetail> details) {
    /** What the format says of {@code version}; null for nothing. */
    @Nullable
    VersionDetail detail(String version) {
        return details.stream()
                .filter(each -> each.version().equals(version))
                .findFirst()
                .orElse(null);
    }
}
