package dev.breakwater.git;

import dev.breakwater.event.Events;
import dev.breakwater.git.GitException.Fault;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The copies of all repositories within one {@link Reach}, each in a folder named by a hash of its URL. */
public final class Repositories {
    /** How old a list of references may be where a commit must be found among them. */
    static final Duration RECENT = Duration.ofSeconds(10);

    /** {@code http.curloptResolve} came with 2.37. */
    private static final int OLDEST_MINOR = 37;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    private final Path folder;
    private final Limits limits;
    private final Events events;
    private final InstantSource clock;
    private final Git git;
    private final Path scratch;
    private volatile Approach approach;
    private volatile boolean usable;
    private final Map<String, BareRepository> open = new ConcurrentHashMap<>();

    /**
     * Keeps the copies below {@code folder}, which belongs to nobody else.
     *
     * @throws IOException where it cannot be made
     */
    public Repositories(Path folder, Reach reach, Limits limits, Events events, InstantSource clock)
            throws IOException {
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        this.limits = limits;
        this.events = events;
        this.clock = clock;
        this.git = new Git(this.folder.resolve("home"));
        this.approach = new Approach(reach, this.folder.resolve("ssh"));
        this.scratch = this.folder.resolve("scratch");
        Disk.remove(scratch);
        Files.createDirectories(scratch);
    }

    /** From now on they are reached by {@code reach}; what is under way goes on as it is. */
    public void change(Reach reach) {
        approach = new Approach(reach, folder.resolve("ssh"));
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

    /** The repository at {@code url}. Nobody is asked yet whether there is one. */
    public BareRepository at(String url) throws GitException {
        if (!usable) {
            check();
        }
        BareRepository known = open.get(url);
        if (known != null) {
            return known;
        }
        try {
            BareRepository made = new BareRepository(url, folder.resolve(name(url)), this);
            BareRepository other = open.putIfAbsent(url, made);
            return other == null ? made : other;
        } catch (IOException e) {
            throw new GitException(Fault.BROKEN, "cannot read the copy of " + url + ": " + e.getMessage(), e);
        }
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
