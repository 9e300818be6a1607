package dev.breakwater.git;

import dev.breakwater.event.Events;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.store.DataFolders;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The clones of all repositories within one {@link RepositoryReach}, each in a folder named by a hash of its URL. */
public final class Repositories {
    /** How old a list of references may be if a commit must be found among them. */
    static final Duration RECENT = Duration.ofSeconds(10);

    /** {@code http.curloptResolve} came with 2.37. */
    private static final int OLDEST_MINOR = 37;

    private static final int MOST_OPEN = 10_000;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    private final Path folder;
    private final GitLimits limits;
    private final Events events;
    private final InstantSource clock;
    private final CloneQuota quota;
    private final Git git;
    private final Path scratch;
    private volatile RemoteResolver approach;
    private volatile boolean usable;
    /** By URL; unused ones may be dropped. */
    private final Map<String, BareRepository> open = new HashMap<>();

    /** The number of users of a clone, by its name; guarded by {@link #open}. */
    private final Map<String, Integer> leases = new HashMap<>();

    /**
     * Keeps the clones below {@code folder}, which nothing else uses, within {@code quota}.
     *
     * @throws IOException if the folder cannot be created
     */
    public Repositories(
            Path folder, RepositoryReach reach, GitLimits limits, CloneQuota quota, Events events, InstantSource clock)
            throws IOException {
        this.folder = DataFolders.make(folder).toAbsolutePath();
        this.limits = limits;
        this.events = events;
        this.clock = clock;
        this.quota = quota;
        this.git = new Git(this.folder.resolve("home"));
        this.approach = new RemoteResolver(reach, this.folder.resolve("ssh"));
        this.scratch = this.folder.resolve("scratch");
        GitDiskUse.remove(scratch);
        DataFolders.make(scratch);
        quota.add(this);
    }

    /** Uses {@code reach} from now on; running fetches continue unchanged. */
    public void change(RepositoryReach reach) {
        approach = new RemoteResolver(reach, folder.resolve("ssh"));
        synchronized (open) {
            open.values().forEach(BareRepository::retry);
        }
    }

    /**
     * Checks that git is installed and recent enough to enforce our rules.
     *
     * @throws GitException if there is none
     */
    public void check() throws GitException {
        Git.Ran ran = git.run(new Git.Run(folder, limits.local(), 1024, "version"));
        Matcher version = VERSION.matcher(ran.text());
        if (!version.find()) {
            throw new GitException(
                    GitFault.BROKEN,
                    "unknown output of `git version`: " + ran.text().strip());
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < 2 || (major == 2 && minor < OLDEST_MINOR)) {
            throw new GitException(
                    GitFault.BROKEN,
                    "git is " + version.group() + "; `direct` needs 2." + OLDEST_MINOR
                            + " or newer, because older ones can't be told which addresses to dial");
        }
        usable = true;
    }

    /** The repository at {@code url}. Does not check yet whether it exists. */
    public Lease lease(String url) throws GitException {
        if (!usable) {
            check();
        }
        synchronized (open) {
            BareRepository repository = open.get(url);
            if (repository == null) {
                repository = made(url);
                if (open.size() >= MOST_OPEN) {
                    open.keySet().removeIf(other -> !leases.containsKey(name(other)));
                }
                open.put(url, repository);
            }
            leases.merge(repository.name(), 1, Integer::sum);
            return new Lease(this, repository);
        }
    }

    private BareRepository made(String url) throws GitException {
        try {
            return new BareRepository(url, folder.resolve(name(url)), this);
        } catch (IOException e) {
            throw new GitException(GitFault.BROKEN, "can't read the clone of " + url + ": " + e.getMessage(), e);
        }
    }

    void leave(BareRepository repository) {
        synchronized (open) {
            leases.computeIfPresent(repository.name(), (name, n) -> n == 1 ? null : n - 1);
        }
        Path kept = folder.resolve(repository.name());
        if (Files.exists(kept)) {
            try {
                Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
            } catch (IOException e) {
                // the clone then looks unused, and may have to be cloned again
            }
        }
    }

    /** The clones on the disk. */
    List<CloneQuota.KeptClone> kept() throws IOException {
        List<CloneQuota.KeptClone> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path each : folders) {
                if (Files.isDirectory(CloneQuota.copy(each))) {
                    all.add(new CloneQuota.KeptClone(
                            this,
                            each.getFileName().toString(),
                            GitDiskUse.size(CloneQuota.copy(each)),
                            Files.getLastModifiedTime(each).toInstant()));
                }
            }
        }
        return all;
    }

    /** Removes a clone, unless it is in use; its record of served tags stays. */
    boolean drop(String name) throws IOException {
        Path gone = Files.createTempDirectory(scratch, "dropped");
        synchronized (open) {
            if (leases.containsKey(name)) {
                Files.delete(gone);
                return false;
            }
            Path copy = CloneQuota.copy(folder.resolve(name));
            Files.move(copy, gone.resolve(copy.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            open.values().stream().filter(r -> r.name().equals(name)).forEach(BareRepository::dropped);
        }
        GitDiskUse.remove(gone);
        return true;
    }

    private static String name(String url) {
        byte[] hash = Digest.sha256().digest(url.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    Git git() {
        return git;
    }

    RemoteResolver approach() {
        return approach;
    }

    GitLimits limits() {
        return limits;
    }

    CloneQuota quota() {
        return quota;
    }

    Events events() {
        return events;
    }

    InstantSource clock() {
        return clock;
    }

    Path scratch() {
        return scratch;
    }

    /** The current reach. */
    public RepositoryReach reach() {
        return approach.reach();
    }
}
