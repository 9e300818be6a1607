package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.PseudoVersion;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks pseudo-versions of a module ({@code validatePseudoVersion} and {@code RecentTag} of
 * cmd/go/internal/modfetch): a commit may have only a few, or one thing could have any number of names.
 */
record PseudoVersions(ModuleHome home, Revisions revisions) {
    /** Which versions may be the base of one. */
    interface Allowed {
        boolean test(Version version) throws GitException;
    }

    /** The pseudo-version of {@code revision} on {@code base}. */
    Version make(Revision revision, @Nullable Version base) {
        String major = home.major().isEmpty() ? "v0" : home.major();
        return PseudoVersion.of(major, base, revision.commit().time(), revision.shortHash());
    }

    /** The highest version tagged at {@code revision} or before it; null if there is none. */
    @Nullable
    Version base(Revision revision, Allowed allowed) throws GitException {
        String prefix = home.tagPrefix();
        boolean any = !revisions
                .repository()
                .refs(Revisions.FRESH, revisions.cancellation())
                .tags(prefix + "v")
                .isEmpty();
        if (!any) {
            return null;
        }
        Version highest = null;
        for (String tag : revisions.repository().tagsBefore(revision.commit(), revisions.cancellation())) {
            Version version = TaggedVersions.named(tag, prefix);
            boolean higher = version != null && (highest == null || highest.precedence(version) < 0);
            if (version != null && higher && allowed.test(version)) {
                highest = version;
            }
        }
        return highest;
    }

    /** Checks that {@code version} is a valid name of {@code revision}. */
    void check(Version version, Revision revision) throws GitException {
        String text = version.text();
        Version plain = version.isIncompatible()
                ? Version.parse(text.substring(0, text.length() - "+incompatible".length()))
                        .get()
                : version;
        PseudoVersion parts = plain.pseudo().orElseThrow();
        if (!parts.revision().equals(revision.shortHash())) {
            throw invalid(version, "does not name the revision as " + revision.shortHash());
        }
        if (!parts.time().equals(Optional.of(revision.commit().time()))) {
            throw invalid(
                    version,
                    "does not match version-control timestamp (expected "
                            + revision.commit().time() + ")");
        }
        switch (parts.base()) {
            case Parsed.Bad<Optional<Version>>(String why) -> throw invalid(version, why);
            case Parsed.Ok<Optional<Version>>(Optional<Version> base) -> checkBase(version, base, revision);
        }
    }

    private void checkBase(Version version, Optional<Version> base, Revision revision) throws GitException {
        if (base.isEmpty()) {
            if (home.major().isEmpty() && version.major().equals("v1")) {
                throw invalid(version, "major version without preceding tag must be v0, not v1");
            }
            return;
        }
        String tag = home.tagPrefix() + base.get();
        if (revision.tags().contains(tag)) {
            throw invalid(version, "tag (" + tag + ") found on the revision is already canonical");
        }
        boolean found = false;
        for (Map.Entry<String, String> candidate : candidates(tag).entrySet()) {
            Version named =
                    Version.read(candidate.getKey().substring(home.tagPrefix().length()));
            if (named == null || named.precedence(base.get()) != 0) {
                continue;
            }
            found = true;
            if (revisions.repository().isAncestor(candidate.getValue(), revision.commit(), revisions.cancellation())) {
                return;
            }
        }
        throw invalid(
                version,
                found
                        ? "revision " + parts(version) + " is not a descendent of preceding tag (" + tag + ")"
                        : "preceding tag (" + tag + ") not found");
    }

    private Map<String, String> candidates(String tag) throws GitException {
        return revisions
                .repository()
                .refs(Revisions.FRESH, revisions.cancellation())
                .tags(tag);
    }

    private static String parts(Version version) {
        return version.pseudo().map(PseudoVersion::revision).orElse("");
    }

    private GitException invalid(Version version, String why) {
        return new GitException(GitFault.ABSENT, home.module() + "@" + version + ": invalid pseudo-version: " + why);
    }
}
