package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Quote;
import dev.breakwater.git.BareRepository;
import dev.breakwater.git.Commit;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of one module in a repository: {@code newCodeRepo} and {@code findDir} of cmd/go/internal/modfetch.
 *
 * @param module the module
 * @param root the part of its path that names the repository
 * @param folder where it is in the repository, without the major version; empty for the top
 * @param repository the repository
 */
record ModuleHome(ModulePath module, String root, String folder, BareRepository repository) {
    private static final int LARGEST_MOD = 16 * 1024 * 1024;

    /**
     * The module's files in one commit.
     *
     * @param folder the folder that holds them; empty for the top
     * @param goMod the go.mod; null if there is none
     */
    record Located(Commit commit, String folder, byte @Nullable [] goMod) {}

    /** The place of {@code module} by {@code source}. */
    static ModuleHome of(ModulePath module, ModuleSource.GitSource source, BareRepository repository)
            throws GitException {
        String path = module.plain();
        String root = source.root();
        if (!isBelow(path, root)) {
            throw absent("the repository of " + root + " cannot hold " + path);
        }
        String folder = "";
        if (!path.equals(root)) {
            if (!isBelow(module.prefix(), root)) {
                throw absent("the repository of " + root + " cannot hold " + path);
            }
            folder = module.prefix().substring(root.length()).replaceAll("^/+|/+$", "");
        }
        String inside = source.folder().replaceAll("/+$", "").replaceAll("/{2,}", "/");
        String whole = folder.isEmpty() || inside.isEmpty() ? folder + inside : folder + "/" + inside;
        return new ModuleHome(module, root, whole, repository);
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** What the module's tags begin with, before the version. */
    String tagPrefix() {
        return folder.isEmpty() ? "" : folder + "/";
    }

    /** The major version as it stands in the path, as in {@code v2}; empty for v0 and v1. */
    String major() {
        String major = module.pathMajor();
        String plain = major.endsWith("-unstable") ? major.substring(0, major.length() - "-unstable".length()) : major;
        return plain.isEmpty() ? "" : plain.substring(1);
    }

    /** The file at {@code path} of the repository; a go.mod that is too large counts as absent. */
    Optional<byte[]> file(Commit commit, String path) throws GitException {
        try {
            return repository.file(commit, path, LARGEST_MOD);
        } catch (GitException e) {
            throw e.fault() == GitFault.REFUSED
                    ? absent(path + " of " + module + " at revision " + commit.hash() + " has more than "
                            + (LARGEST_MOD >> 20) + " MiB, which no module may have")
                    : e;
        }
    }

    /** The go.mod in {@code below}. */
    Optional<byte[]> goMod(Commit commit, String below) throws GitException {
        return file(commit, below.isEmpty() ? "go.mod" : below + "/go.mod");
    }

    /**
     * Finds the module in {@code commit}: in its folder, or, from v2 on, in the folder's {@code v2}, if the go.mod says so;
     * never in both.
     */
    Located find(Commit commit) throws GitException {
        Optional<byte[]> plain = goMod(commit, folder);
        String plainPath = plain.map(m -> GoMod.parse(m).module()).orElse("");
        boolean inPlain = plain.isPresent() && GoMod.fits(plainPath, module);
        if (hasMajorFolder()) {
            Located inMajor = findInMajorFolder(commit, inPlain);
            if (inMajor != null) {
                return inMajor;
            }
        }
        if (inPlain) {
            return new Located(commit, folder, plain.get());
        }
        if (plain.isPresent()) {
            throw absent("the go.mod of " + module + " at revision " + commit.hash() + " has the module path "
                    + Quote.of(plainPath) + ", which does not fit");
        }
        if (folder.isEmpty()
                && (module.pathMajor().isEmpty() || module.pathMajor().startsWith("."))) {
            return new Located(commit, "", null);
        }
        throw absent("missing go.mod of " + module + " at revision " + commit.hash());
    }

    private boolean hasMajorFolder() {
        return module.pathMajor().startsWith("/") && !root.equals(module.plain());
    }

    private @Nullable Located findInMajorFolder(Commit commit, boolean inPlain) throws GitException {
        String below = tagPrefix() + major();
        Optional<byte[]> goMod = goMod(commit, below);
        if (goMod.isEmpty()) {
            return null;
        }
        String path = GoMod.parse(goMod.get()).module();
        if (!GoMod.hasMajor(path, module.pathMajor())) {
            throw absent(below + "/go.mod at revision " + commit.hash() + " has the module path " + Quote.of(path)
                    + ", which is not " + module.pathMajor());
        }
        if (inPlain) {
            throw absent("both " + (folder.isEmpty() ? "the top" : folder) + " and " + below + " have a go.mod of "
                    + module + " at revision " + commit.hash());
        }
        return new Located(commit, below, goMod.get());
    }

    private static GitException absent(String why) {
        return new GitException(GitFault.ABSENT, why);
    }
}
