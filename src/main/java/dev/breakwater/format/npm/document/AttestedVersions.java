package dev.breakwater.format.npm.document;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which versions have provenance: those of which the authority says so, or registries of enough failure domains; if fewer
 * name the version now, those of which enough said so before. One registry alone proves nothing by the claim.
 */
final class AttestedVersions {
    private AttestedVersions() {}

    /** Those of {@code versions}; {@code wanted} is how many failure domains must say so. */
    static Set<String> of(List<DocumentStatement> statements, Set<String> versions, int wanted) {
        Set<String> attested = new LinkedHashSet<>();
        for (String version : versions) {
            if (isAttested(statements, version, wanted)) {
                attested.add(version);
            }
        }
        return attested;
    }

    private static boolean isAttested(List<DocumentStatement> statements, String version, int wanted) {
        Set<String> naming = new HashSet<>();
        Set<String> claiming = new HashSet<>();
        boolean before = false;
        for (DocumentStatement statement : statements) {
            VersionClaim claim = statement.summary().versions().get(version);
            if (claim == null) {
                continue;
            }
            if (statement.held()) {
                before = statement.summary().attested().contains(version);
                continue;
            }
            naming.add(statement.domain());
            if (claim.attested()) {
                claiming.add(statement.domain());
            }
            if (claim.attested() && statement.authority()) {
                return true;
            }
        }
        return claiming.size() >= wanted || (before && naming.size() < wanted);
    }
}
