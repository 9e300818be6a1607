package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.PseudoVersion;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One module in a git repository: its versions, and the version that a name resolves to, by the rules of
 * cmd/go/internal/modfetch ({@code codeRepo.Stat} and {@code convert}). For one request.
 */
final class GitModule {
    private final ModuleHome home;
    private final Revisions revisions;
    private final TaggedVersions tagged;
    private final PseudoVersions pseudo;

    GitModule(ModuleHome home, Cancellation cancellation) {
        this.home = home;
        this.revisions = new Revisions(home.repository(), cancellation);
        this.tagged = new TaggedVersions(home, revisions);
        this.pseudo = new PseudoVersions(home, revisions);
    }

    ModuleHome home() {
        return home;
    }

    /** The tagged versions. */
    List<Version> list() throws GitException {
        return tagged.list();
    }

    /** Resolves {@code asked}: a version, a branch, a tag or the beginning of a hash. */
    ModuleVersion resolve(String asked) throws GitException {
        Version version = Version.read(asked);
        if (version == null) {
            return new NamedRevision(revisions.name(asked), asked).name();
        }
        Optional<PseudoVersion> parts = version.pseudo();
        if (parts.isEmpty()) {
            return new NamedRevision(revisions.version(home.tagPrefix() + withoutMark(asked)), asked).name();
        }
        Revision revision = revisions.name(parts.get().revision());
        ModuleVersion found = new NamedRevision(revision, asked).check(version);
        pseudo.check(version, revision);
        return found;
    }

    /** The newest version, by the rules of {@code queryProxy} of cmd/go/internal/modload for {@code latest}. */
    ModuleVersion latest() throws GitException {
        List<Version> all = list();
        Optional<Version> newest = LatestVersion.of(all, v -> false, v -> false);
        Predicate<Version> retracted = v -> false;
        if (newest.isPresent()) {
            GoMod goMod = TaggedVersions.goMod(resolve(newest.get().text()).files());
            retracted = v -> goMod.retraction(v).isPresent();
        }
        List<Version> standing = all.stream().filter(retracted.negate()).toList();
        Optional<Version> best = LatestVersion.of(standing, v -> false, v -> false);
        if (best.isPresent()) {
            return resolve(best.get().text());
        }
        try {
            return new NamedRevision(revisions.head(), null).name();
        } catch (GitException e) {
            if (newest.isEmpty()) {
                throw e;
            }
            return resolve(newest.get().text());
        }
    }

    private static String withoutMark(String version) {
        return version.endsWith("+incompatible")
                ? version.substring(0, version.length() - "+incompatible".length())
                : version;
    }

    /** The choice of a revision's version. */
    private final class NamedRevision {
        private final Revision revision;
        private final @Nullable String asked;
        private final @Nullable Version wanted;

        NamedRevision(Revision revision, @Nullable String asked) {
            this.revision = revision;
            this.asked = asked;
            this.wanted = asked == null ? null : Version.read(asked);
        }

        /** By the tag that was named, else by the best tag of the commit, else by a pseudo-version. */
        ModuleVersion name() throws GitException {
            ModuleVersion byTag = byNamedTag();
            if (byTag != null) {
                return byTag;
            }
            Version base = null;
            Version highest = null;
            for (String tag : revision.tags()) {
                Version version = TaggedVersions.named(tag, home.tagPrefix());
                if (version == null) {
                    continue;
                }
                boolean canonical = tag.equals(home.tagPrefix() + version);
                if (wanted != null && version.precedence(wanted) == 0) {
                    if (canonical) {
                        return check(version);
                    }
                    base = version;
                }
                if (canonical
                        && (highest == null || highest.precedence(version) < 0)
                        && !tagged.retracted().test(version)
                        && fits(version)) {
                    highest = version;
                }
            }
            if (highest != null) {
                return check(highest);
            }
            return check(pseudo.make(revision, base == null ? pseudo.base(revision, this::mayBeBase) : base));
        }

        private @Nullable ModuleVersion byNamedTag() throws GitException {
            Version version = revision.tag() == null ? null : TaggedVersions.named(revision.tag(), home.tagPrefix());
            if (version == null || !(home.tagPrefix() + version).equals(revision.tag())) {
                return null;
            }
            try {
                return check(version);
            } catch (GitException e) {
                if (e.fault() != GitFault.ABSENT) {
                    throw e;
                }
                // another tag of the commit may fit, or give a better error
                return null;
            }
        }

        private boolean mayBeBase(Version version) throws GitException {
            return fits(version) && !tagged.retracted().test(version);
        }

        private boolean fits(Version version) throws GitException {
            return home.module().mismatch(version).isEmpty() || mayBeIncompatible(version);
        }

        /** Whether a version from v2 on may be one of this module because nothing there has a go.mod. */
        private boolean mayBeIncompatible(Version version) throws GitException {
            if (!home.folder().isEmpty() || !home.module().pathMajor().isEmpty()) {
                return false;
            }
            if (home.goMod(revision.commit(), "").isPresent()) {
                return false;
            }
            boolean insisted = wanted != null && wanted.isIncompatible();
            return insisted || home.goMod(revision.commit(), version.major()).isEmpty();
        }

        /** Settles on {@code candidate}, which is canonical, if the module exists there with the right major version. */
        ModuleVersion check(Version candidate) throws GitException {
            ModuleHome.Located files = home.find(revision.commit());
            String text = candidate.text();
            if (asked != null && withoutMark(asked).equals(text)) {
                text = asked;
            }
            Version base = Version.parse(withoutMark(text)).get();
            boolean marked = !text.equals(base.text());
            if (home.module().mismatch(base).isPresent()) {
                if (!mayBeIncompatible(base)) {
                    throw invalid(text, "the module has a go.mod or a major version in its path, which must match");
                }
                text = base + "+incompatible";
            } else if (marked) {
                throw invalid(
                        text, "+incompatible suffix not allowed: major version " + base.major() + " is compatible");
            }
            if (asked != null
                    && wanted != null
                    && wanted.isCanonical()
                    && !withoutMark(asked).equals(base.text())) {
                throw invalid(asked, "resolves to version " + text + " (" + withoutMark(asked) + " is not a tag)");
            }
            return new ModuleVersion(Version.parse(text).get(), revision, files, asked);
        }

        private GitException invalid(String version, String why) {
            return new GitException(GitFault.ABSENT, home.module() + "@" + version + ": invalid version: " + why);
        }
    }
}
