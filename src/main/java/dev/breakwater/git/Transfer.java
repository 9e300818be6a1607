package dev.breakwater.git;

import dev.breakwater.git.Git.Ran;
import dev.breakwater.git.Git.Run;
import dev.breakwater.git.GitException.GitFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The exchanges with a repository's host. */
record Transfer(Git git, RemoteResolver approach, GitLimits limits, String url) {
    /** The local reference of the host's HEAD, if no branch or tag is at its commit. */
    static final String HEAD = "refs/breakwater/HEAD";

    private static final int MOST_PACKS = 40;

    static Transfer of(Repositories all, String url) {
        return new Transfer(all.git(), all.approach(), all.limits(), url);
    }

    /** Lists the branches and tags; {@code anywhere} need not exist. */
    Refs list(Path anywhere) throws GitException {
        Ran ran = exchange(
                anywhere,
                limits.listing(),
                limits.advertised(),
                () -> true,
                List.of("ls-remote", "--quiet"),
                List.of());
        return Refs.parse(ran.text().lines(), limits.refs());
    }

    /** Fetches all of {@code refs} into {@code copy}, and removes references that no longer exist. */
    void fetch(BareClone copy, Refs refs) throws GitException {
        boolean first = !copy.exists();
        if (first) {
            copy.create(refs.isSha256());
        }
        List<String> wanted = new ArrayList<>(List.of("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"));
        if (refs.head() != null
                && !refs.heads().containsValue(refs.head())
                && !refs.tags().containsValue(refs.head())) {
            wanted.add("+HEAD:" + HEAD);
        }
        List<String> command = List.of(
                "fetch",
                "--quiet",
                "--force",
                "--prune",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance");
        try {
            exchange(
                    copy.folder(),
                    limits.fetch(),
                    0,
                    () -> GitDiskUse.size(copy.folder()) <= limits.bytes(),
                    command,
                    wanted);
            tidy(copy);
        } catch (GitException e) {
            cleanUp(copy, first);
            throw e;
        } finally {
            copy.refresh();
        }
    }

    /** Runs {@code command} on the repository; once more with a newly resolved remote if the cached one fails. */
    private Ran exchange(
            Path folder, Duration limit, long most, BooleanSupplier goOn, List<String> command, List<String> rest)
            throws GitException {
        Ran ran = attempt(folder, limit, most, goOn, command, rest);
        if (ran.exit() != 0) {
            approach.forget(url);
            ran = attempt(folder, limit, most, goOn, command, rest);
        }
        if (ran.exit() != 0) {
            throw GitErrors.of("git " + command.getFirst() + " " + url, ran);
        }
        return ran;
    }

    private Ran attempt(
            Path folder, Duration limit, long most, BooleanSupplier goOn, List<String> command, List<String> rest)
            throws GitException {
        RemoteResolver.ResolvedRemote remote = approach.to(url);
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--end-of-options");
        arguments.add(remote.url());
        arguments.addAll(rest);
        return git.run(new Run(folder, remote.protocol(), remote.settings(), limit, most, arguments), goOn);
    }

    /** Many small fetches leave many packs, and each makes every query slower. */
    private void tidy(BareClone copy) throws GitException {
        String[] packs = copy.folder()
                .resolve("objects")
                .resolve("pack")
                .toFile()
                .list((folder, name) -> name.endsWith(".pack"));
        if (packs != null && packs.length > MOST_PACKS) {
            git.run(new Run(copy.folder(), limits.fetch(), 0, "repack", "--quiet", "-d", "--geometric=2"));
        }
    }

    /** Removes the remains of a killed fetch, which would stay forever. */
    private static void cleanUp(BareClone copy, boolean first) throws GitException {
        try {
            if (first) {
                GitDiskUse.remove(copy.folder());
                return;
            }
            Path packs = copy.folder().resolve("objects").resolve("pack");
            try (DirectoryStream<Path> left = Files.newDirectoryStream(packs, "tmp_*")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new GitException(GitFault.BROKEN, "can't clean up " + copy.folder() + ": " + e.getMessage(), e);
        }
    }
}
