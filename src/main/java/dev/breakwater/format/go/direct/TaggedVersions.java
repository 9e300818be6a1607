package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.git.GitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The versions of a module from its repository's tags ({@code codeRepo.Versions} of cmd/go/internal/modfetch). */
final class TaggedVersions {
    private final ModuleHome home;
    private final Revisions revisions;
    private @Nullable List<Version> all;
    private @Nullable Predicate<Version> retracted;

    TaggedVersions(ModuleHome home, Revisions revisions) {
        this.home = home;
        this.revisions = revisions;
    }

    /** The semantic version that a tag names without its prefix; null if it names none. */
    static @Nullable Version named(String tag, String prefix) {
        Version version = tag.startsWith(prefix) ? Version.read(tag.substring(prefix.length())) : null;
        if (version == null || isPseudo(tag)) {
            return null;
        }
        String core = version.text()
                .substring(0, version.text().length() - version.build().length());
        Version canonical = Version.read(core);
        return canonical != null && canonical.isCanonical() ? canonical : null;
    }

    private static boolean isPseudo(String text) {
        Version version = Version.read(text);
        return version != null && version.pseudo().isPresent();
    }

    /** All of them, in semantic order, those without a go.mod from v2 on at the end. */
    List<Version> list() throws GitException {
        if (all == null) {
            all = read();
        }
        return all;
    }

    private List<Version> read() throws GitException {
        List<Version> fitting = new ArrayList<>();
        List<Version> beyond = new ArrayList<>();
        ModulePath module = home.module();
        if (module.plain().startsWith("gopkg.in/") && module.plain().endsWith("-unstable")) {
            return fitting;
        }
        String prefix = home.tagPrefix();
        for (String tag : revisions
                .repository()
                .refs(Revisions.FRESH, revisions.cancellation())
                .tags(prefix)
                .keySet()) {
            Version version = named(tag, prefix);
            if (version == null
                    || !tag.equals(prefix + version)
                    || version.pseudo().isPresent()) {
                continue;
            }
            if (module.mismatch(version).isEmpty()) {
                fitting.add(version);
            } else if (home.folder().isEmpty() && module.pathMajor().isEmpty()) {
                beyond.add(version);
            }
        }
        fitting.sort(null);
        beyond.sort(null);
        fitting.addAll(incompatible(fitting, beyond));
        return List.copyOf(fitting);
    }

    /**
     * The versions from v2 on that are valid without a go.mod: none if the newest before has one, and none of a major version
     * whose newest has one.
     */
    private List<Version> incompatible(List<Version> fitting, List<Version> beyond) throws GitException {
        List<Version> kept = new ArrayList<>();
        if (beyond.isEmpty() || (!fitting.isEmpty() && hasGoMod(fitting.getLast()))) {
            return kept;
        }
        String major = "";
        boolean modular = false;
        for (int i = 0; i < beyond.size(); i++) {
            Version version = beyond.get(i);
            if (!version.major().equals(major)) {
                major = version.major();
                modular = hasGoMod(newestOf(major, beyond));
            }
            if (!modular) {
                kept.add(Version.parse(version + "+incompatible").get());
            }
        }
        return kept;
    }

    private static Version newestOf(String major, List<Version> sorted) {
        return sorted.stream()
                .filter(v -> v.major().equals(major))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private boolean hasGoMod(Version version) throws GitException {
        Revision revision = revisions.version(version.text());
        return home.goMod(revision.commit(), "").isPresent();
    }

    /** Whether the module retracts a version, by the go.mod of its newest release. */
    Predicate<Version> retracted() {
        if (retracted == null) {
            retracted = readRetractions();
        }
        return retracted;
    }

    private Predicate<Version> readRetractions() {
        try {
            List<Version> compatible =
                    list().stream().filter(v -> !v.isIncompatible()).toList();
            Optional<Version> newest = compatible.stream()
                    .filter(v -> v.prerelease().isEmpty())
                    .reduce((a, b) -> b)
                    .or(() -> compatible.stream().reduce((a, b) -> b));
            if (newest.isEmpty()) {
                return v -> false;
            }
            Revision revision = revisions.version(home.tagPrefix() + newest.get());
            GoMod goMod = goMod(home.find(revision.commit()));
            return v -> goMod.retraction(v).isPresent();
        } catch (GitException e) {
            // as in the go command: an unreadable go.mod retracts nothing
            return v -> false;
        }
    }

    /** The go.mod of {@code found}; an empty one if there is none. */
    static GoMod goMod(ModuleHome.Located found) {
        byte[] file = found.goMod();
        return GoMod.parse(file == null ? new byte[0] : file);
    }
}
