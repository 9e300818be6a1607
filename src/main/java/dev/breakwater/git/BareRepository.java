package dev.breakwater.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.event.Event;
import dev.breakwater.git.Git.Ran;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The local clone of one repository: its branches and tags with their whole history, and nothing else from the host, because
 * pull requests must not pass for revisions. Listing the references needs no clone; the first request for a commit creates it.
 * Safe for many threads.
 */
public final class BareRepository {
    private static final int LARGEST_CACHED = 256 * 1024;

    private final String url;
    private final Repositories all;
    private final BareClone copy;
    private final String name;
    private final ServedTags served;
    private final SharedWork listing;
    private final SharedWork fetching;
    private final Cache<String, Commit> commits =
            Caffeine.newBuilder().maximumSize(1_000).build();
    private final Cache<String, Optional<byte[]>> files =
            Caffeine.newBuilder().maximumSize(200).build();
    private volatile @Nullable ListedRefs listed;

    private record ListedRefs(Refs refs, Instant at) {}

    BareRepository(String url, Path folder, Repositories all) throws IOException {
        this.url = url;
        this.all = all;
        this.name = folder.getFileName().toString();
        this.copy = new BareClone(CloneQuota.copy(folder), all.git(), all.limits());
        this.served = ServedTags.load(folder.resolve("served"));
        this.listing = new SharedWork("git ls-remote", all.clock());
        this.fetching = new SharedWork("git fetch", all.clock());
    }

    /** The name of its own folder. */
    String name() {
        return name;
    }

    /** Forgets the state of a removed clone, which is not in use. */
    void dropped() {
        copy.refresh();
        commits.invalidateAll();
        files.invalidateAll();
    }

    /** Forgets recent failures, so that the host is asked again: the credentials or the route may have changed. */
    void retry() {
        listing.retry();
        fetching.retry();
    }

    /** Its URL, as given. */
    public String url() {
        return url;
    }

    /** Its branches and tags, as they were at most {@code age} ago. */
    public Refs refs(Duration age, Cancellation cancellation) throws GitException {
        ListedRefs known = listed;
        if (known != null && known.at().plus(age).isAfter(all.clock().instant())) {
            return known.refs();
        }
        listing.join(this::list, cancellation);
        ListedRefs now = listed;
        return now == null ? Refs.NONE : now.refs();
    }

    private void list() throws GitException {
        Instant at = all.clock().instant();
        Refs refs = Transfer.of(all, url).list(copy.folder());
        for (String moved : served.moved(refs)) {
            all.events().publish(new Event.Alarm(url, moved, null));
        }
        listed = new ListedRefs(refs, at);
    }

    /** The commit {@code hash}; fetched if it is not in the clone yet. */
    public Commit commit(String hash, Cancellation cancellation) throws GitException {
        Commit known = commits.getIfPresent(hash);
        if (known != null) {
            return known;
        }
        Commit found = copy.commit(hash);
        if (found == null) {
            fetch(hash, cancellation);
            found = copy.commit(hash);
        }
        if (found == null) {
            throw new GitException(GitFault.ABSENT, "unknown revision " + hash);
        }
        commits.put(found.hash(), found);
        return found;
    }

    /** The one commit whose hash begins with {@code prefix}; fetched if it is not in the clone yet. */
    public Commit expand(String prefix, Cancellation cancellation) throws GitException {
        String hash = copy.expand(prefix);
        if (hash == null) {
            complete(cancellation);
            hash = copy.expand(prefix);
        }
        if (hash == null) {
            throw new GitException(GitFault.ABSENT, "unknown revision " + prefix);
        }
        return commit(hash, cancellation);
    }

    /**
     * Fetches all branches and tags. A fetch under way may have begun before the requested reference existed; so there may be a
     * second one.
     */
    private void fetch(String hash, Cancellation cancellation) throws GitException {
        Refs refs = refs(Repositories.RECENT, cancellation);
        for (int i = 0; i < 2 && !copy.holds(refs) && copy.commit(hash) == null; i++) {
            fetching.join(() -> bring(refs), cancellation);
        }
    }

    /** Continues after its caller has left, so it holds a lease of the clone itself. */
    private void bring(Refs refs) throws GitException {
        try (Lease held = all.lease(url)) {
            Transfer.of(all, held.repository().url()).fetch(copy, refs);
        }
        all.quota().grown();
    }

    /** Fetches the whole history, for questions about ancestors. */
    private void complete(Cancellation cancellation) throws GitException {
        Refs refs = refs(Repositories.RECENT, cancellation);
        if (!copy.holds(refs)) {
            fetching.join(() -> bring(refs), cancellation);
        }
    }

    /** The file at {@code path} of a fetched commit; empty if there is none. */
    public Optional<byte[]> file(Commit commit, String path, int most) throws GitException {
        String key = commit.hash() + ":" + path;
        Optional<byte[]> known = files.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Ran ran = all.git().run(copy.question(most, "cat-file", "--end-of-options", "blob", key));
        Optional<byte[]> found = ran.exit() == 0 ? Optional.of(ran.output()) : Optional.empty();
        if (found.isEmpty() || found.get().length <= LARGEST_CACHED) {
            files.put(key, found);
        }
        return found;
    }

    /** The files of a fetched commit below {@code folder}; all of them if it is empty. */
    public List<TreeFile> files(Commit commit, String folder) throws GitException {
        return copy.tree(commit.hash(), folder);
    }

    /**
     * Writes a zip of a fetched commit to {@code zip}: the files below {@code folder}, with the conversions of the repository's
     * attributes except export-subst and export-ignore; each by its path from the root.
     */
    public void archive(Commit commit, String folder, Path zip, long most) throws GitException {
        copy.archive(commit.hash(), folder, zip, most);
    }

    /** The names of the tags whose commits are {@code commit} or came before it. */
    public List<String> tagsBefore(Commit commit, Cancellation cancellation) throws GitException {
        complete(cancellation);
        return copy.tagsBefore(commit.hash());
    }

    /** Whether {@code earlier} is {@code later} or came before it. */
    public boolean isAncestor(String earlier, Commit later, Cancellation cancellation) throws GitException {
        complete(cancellation);
        Ran ran = all.git()
                .run(copy.question(0, "merge-base", "--is-ancestor", "--end-of-options", earlier, later.hash()));
        return ran.exit() == 0;
    }

    /** The commit of the tag when it was first served; empty if it never was. */
    public Optional<String> served(String tag) {
        return served.get(tag);
    }

    /** Records that the tag was served as {@code hash}: it stays so, even if the tag moves at the host. */
    public void serve(String tag, String hash) throws GitException {
        served.add(tag, hash);
    }

    /** A folder for temporary files. */
    public Path scratch() {
        return all.scratch();
    }
}
