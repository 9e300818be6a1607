package dev.breakwater.format.npm.document;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which versions have provenance: those of which the authority says so, or registries of enough failure domains, now or
 * before: a version never loses it, so that a registry which leaves attestations out can't take it away. One registry alone proves
 * nothing by the claim, and a claim about other bytes counts for nothing.
 */
final class AttestedVersions {
    private AttestedVersions() {}

    /**
     * Those of {@code chosen}.
     *
     * @param chosen the versions that are shown, and the number of the statement whose manifest clients get
     * @param wanted how many failure domains must say so
     */
    static Set<String> of(List<DocumentStatement> statements, Map<String, Integer> chosen, int wanted) {
        Set<String> attested = new LinkedHashSet<>();
        chosen.forEach((version, statement) -> {
            VersionClaim shown = statements.get(statement).summary().versions().get(version);
            if (shown != null && isAttested(statements, version, shown, wanted)) {
                attested.add(version);
            }
        });
        return attested;
    }

    private static boolean isAttested(
            List<DocumentStatement> statements, String version, VersionClaim shown, int wanted) {
        Set<String> claiming = new HashSet<>();
        for (DocumentStatement statement : statements) {
            VersionClaim claim = statement.summary().versions().get(version);
            if (claim == null || !claim.integrity().agrees(shown.integrity())) {
                continue;
            }
            if (statement.held()
                    ? statement.summary().attested().contains(version)
                    : claim.attested() && statement.authority()) {
                return true;
            }
            if (!statement.held() && claim.attested()) {
                claiming.add(statement.domain());
            }
        }
        return claiming.size() >= wanted;
    }
}
