package dev.breakwater.git;

import dev.breakwater.event.Events;
import dev.breakwater.git.GitException.Fault;
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

/** The copies of all repositories within one {@link Reach}, each in a folder named by a hash of its URL. */
public final class Repositories {
    /** How old a list of references may be where a commit must be found among them. */
    static final Duration RECENT = Duration.ofSeconds(10);

    /** {@code http.curloptResolve} came with 2.37. */
    private static final int OLDEST_MINOR = 37;

    private static final int MOST_OPEN = 10_000;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    private final Path folder;
    private final Limits limits;
    private final Events events;
    private final InstantSource clock;
    private final Quota quota;
    private final Git git;
    private final Path scratch;
    private volatile Approach approach;
    private volatile boolean usable;
    /** By URL; what nobody uses may be forgotten. */
    private final Map<String, BareRepository> open = new HashMap<>();

    /** How many use a copy, by its name; guarded by {@link #open}. */
    private final Map<String, Integer> leases = new HashMap<>();

    /**
     * Keeps the copies below {@code folder}, which belongs to nobody else, within {@code quota}.
     *
     * @throws IOException where it cannot be made
     */
    public Repositories(Path folder, Reach reach, Limits limits, Quota quota, Events events, InstantSource clock)
            throws IOException {
        this.folder = DataFolders.make(folder).toAbsolutePath();
        this.limits = limits;
        this.events = events;
        this.clock = clock;
        this.quota = quota;
        this.git = new Git(this.folder.resolve("home"));
        this.approach = new Approach(reach, this.folder.resolve("ssh"));
        this.scratch = this.folder.resolve("scratch");
        Disk.remove(scratch);
        DataFolders.make(scratch);
        quota.add(this);
    }

    /** From now on they are reached by {@code reach}; what is under way goes on as it is. */
    public void change(Reach reach) {
        approach = new Approach(reach, folder.resolve("ssh"));
        synchronized (open) {
            open.values().forEach(BareRepository::retry);
        }
    }

    /**
     * Makes sure that there is a git that can be held to our rules.
     *
     * @throws GitException where there is none
     */
    public void check() throws GitException {
        Git.Ran ran = git.run(new Git.Run(folder, limits.local(), 1024, "version"));
        Matcher version = VERSION.matcher(ran.text());
        if (!version.find()) {
            throw new GitException(
                    Fault.BROKEN, "`git version` says " + ran.text().strip());
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < 2 || (major == 2 && minor < OLDEST_MINOR)) {
            throw new GitException(
                    Fault.BROKEN,
                    "git is " + version.group() + "; `direct` needs 2." + OLDEST_MINOR
                            + " or newer, which can be told which addresses to dial");
        }
        usable = true;
    }

    /** The repository at {@code url}, for use. Nobody is asked yet whether there is one. */
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
            throw new GitException(Fault.BROKEN, "cannot read the copy of " + url + ": " + e.getMessage(), e);
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
                // it then seems not to have been used, and may have to be cloned again
            }
        }
    }

    /** The copies that there are on the disk. */
    List<Quota.Kept> kept() throws IOException {
        List<Quota.Kept> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path each : folders) {
                if (Files.isDirectory(Quota.copy(each))) {
                    all.add(new Quota.Kept(
                            this,
                            each.getFileName().toString(),
                            Disk.size(Quota.copy(each)),
                            Files.getLastModifiedTime(each).toInstant()));
                }
            }
        }
        return all;
    }

    /** Removes a copy, unless it is in use; what was noted of its tags stays. */
    boolean drop(String name) throws IOException {
        Path gone = Files.createTempDirectory(scratch, "dropped");
        synchronized (open) {
            if (leases.containsKey(name)) {
                Files.delete(gone);
                return false;
            }
            Path copy = Quota.copy(folder.resolve(name));
            Files.move(copy, gone.resolve(copy.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            open.values().stream().filter(r -> r.name().equals(name)).forEach(BareRepository::dropped);
        }
        Disk.remove(gone);
        return true;
    }

    private static String name(String url) {
        byte[] hash = Digest.sha256().digest(url.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    Git git() {
        return git;
    }

    Approach approach() {
        return approach;
    }

    Limits limits() {
        return limits;
    }

    Quota quota() {
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

    /** How far they may be. */
    public Reach reach() {
        return approach.reach();
    }
}
