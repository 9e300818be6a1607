package dev.breakwater.git;

import dev.breakwater.git.Git.Ran;
import dev.breakwater.git.Git.Run;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.store.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bare clone on disk, and the queries that it answers without a network. */
final class BareClone {
    /** The same attributes as the go command writes: an archive must not depend on git's version or the repository's size. */
    private static final String ATTRIBUTES = "* -export-subst -export-ignore\n";

    private static final int LARGEST_LISTING = 256 * 1024 * 1024;

    private final Path folder;
    private final Git git;
    private final GitLimits limits;
    private volatile @Nullable Refs held;

    BareClone(Path folder, Git git, GitLimits limits) {
        this.folder = folder;
        this.git = git;
        this.limits = limits;
    }

    Path folder() {
        return folder;
    }

    Run question(long most, String... arguments) {
        return new Run(folder, limits.local(), most, arguments);
    }

    boolean exists() {
        return Files.exists(folder.resolve("HEAD"));
    }

    /** Creates an empty clone. */
    void create(boolean sha256) throws GitException {
        String format = "--object-format=" + (sha256 ? "sha256" : "sha1");
        try {
            DataFolders.make(folder.resolve("info"));
            Ran ran = git.run(question(0, "init", "--quiet", "--bare", "--template=", format));
            if (ran.exit() != 0) {
                throw new GitException(GitFault.BROKEN, "git init: " + ran.complaint());
            }
            Files.writeString(folder.resolve("info").resolve("attributes"), ATTRIBUTES);
        } catch (GitException e) {
            throw e;
        } catch (IOException e) {
            throw new GitException(GitFault.BROKEN, "can't write below " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether it has all commits that {@code refs} name. */
    boolean holds(Refs refs) throws GitException {
        Refs here = held;
        if (here == null) {
            here = read();
            held = here;
        }
        return here.heads().equals(refs.heads())
                && here.tags().equals(refs.tags())
                && (refs.head() == null || here.leadsTo(refs.head()));
    }

    /** Reads the clone's refs again. */
    void refresh() {
        held = null;
    }

    private Refs read() throws GitException {
        if (!exists()) {
            return Refs.NONE;
        }
        String format = "%(objectname) %(refname)%0a%(*objectname) %(refname)^{}";
        Ran ran = git.run(question(limits.advertised(), "for-each-ref", "--format=" + format));
        if (ran.exit() != 0) {
            throw new GitException(GitFault.BROKEN, "git for-each-ref: " + ran.complaint());
        }
        return Refs.parse(ran.text().lines().map(l -> l.replace(Transfer.HEAD, "HEAD")), Integer.MAX_VALUE);
    }

    @Nullable
    Commit commit(String hash) throws GitException {
        if (!exists()) {
            return null;
        }
        Ran ran = git.run(question(1024, "log", "--no-walk", "-n1", "--format=%H %ct", "--end-of-options", hash, "--"));
        String[] parts = ran.text().strip().split(" ", 2);
        if (ran.exit() != 0 || parts.length < 2) {
            return null;
        }
        return new Commit(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])));
    }

    /** The one local commit whose hash begins with {@code prefix}; null if there is none, or more than one. */
    @Nullable
    String expand(String prefix) throws GitException {
        if (!exists()) {
            return null;
        }
        Ran ran = git.run(question(1024, "rev-parse", "--verify", "--quiet", "--end-of-options", prefix + "^{commit}"));
        return ran.exit() == 0 ? ran.text().strip() : null;
    }

    /** The files below {@code below}, all of them if it is empty; without submodules. */
    List<TreeFile> tree(String hash, String below) throws GitException {
        List<String> arguments = new ArrayList<>(List.of("ls-tree", "-r", "-z", "-l", "--full-tree", hash));
        if (!below.isEmpty()) {
            arguments.add("--");
            arguments.add(below + "/");
        }
        Ran ran = git.run(question(LARGEST_LISTING, arguments.toArray(String[]::new)));
        if (ran.exit() != 0) {
            throw new GitException(GitFault.BROKEN, "git ls-tree: " + ran.complaint());
        }
        List<TreeFile> files = new ArrayList<>();
        for (String line : ran.text().split("\0", -1)) {
            int tab = line.indexOf('\t');
            String[] parts = tab < 0 ? new String[0] : line.substring(0, tab).split(" +", -1);
            if (parts.length == 4 && parts[1].equals("blob")) {
                files.add(new TreeFile(line.substring(tab + 1), parts[0], Long.parseLong(parts[3])));
            }
        }
        return files;
    }

    void archive(String hash, String below, Path zip, long most) throws GitException {
        List<String> arguments = new ArrayList<>(List.of("archive", "--format=zip", "-0", "--end-of-options", hash));
        if (!below.isEmpty()) {
            arguments.add(below);
        }
        Ran ran = git.run(question(most, arguments.toArray(String[]::new)), zip);
        if (ran.exit() != 0) {
            throw new GitException(GitFault.BROKEN, "git archive: " + ran.complaint());
        }
    }

    List<String> tagsBefore(String hash) throws GitException {
        Ran ran = git.run(question(
                limits.advertised(), "for-each-ref", "--format=%(refname:lstrip=2)", "--merged=" + hash, "refs/tags/"));
        if (ran.exit() != 0) {
            throw new GitException(GitFault.BROKEN, "git for-each-ref: " + ran.complaint());
        }
        return ran.text().lines().toList();
    }
}
