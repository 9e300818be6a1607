package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Quote;
import dev.breakwater.git.BareRepository;
import dev.breakwater.git.Commit;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.git.Refs;
import dev.breakwater.web.Cancellation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names in a repository as the go command does ({@code gitRepo.stat}): a tag, else a branch, else HEAD, else the
 * beginning of a hash.
 */
record Revisions(BareRepository repository, Cancellation cancellation) {
    /** How old a list of references may be if anything may have changed. */
    static final Duration FRESH = Duration.ofSeconds(10);

    /** How old it may be if it has the tag of the version: such a tag should not change. */
    private static final Duration LASTING = Duration.ofDays(1);

    /** How old it may be if the version is not in it: it may have been tagged a moment ago. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final int SHORTEST_HASH = 7;
    private static final int LONGEST_HASH = 64;

    /** What the tag of a version resolves to; if it was served before, what it resolved to then. */
    Revision version(String tag) throws GitException {
        String served = repository.served(tag).orElse(null);
        String hash =
                served == null ? repository.refs(LASTING, cancellation).tags().get(tag) : served;
        if (hash == null) {
            hash = repository.refs(MOMENT, cancellation).tags().get(tag);
        }
        // without a tag of that name, a branch may have it
        return hash == null ? name(tag) : tagged(tag, hash);
    }

    /** What {@code name} resolves to now. */
    Revision name(String name) throws GitException {
        Refs refs = repository.refs(FRESH, cancellation);
        String tag = refs.tags().get(name);
        if (tag != null) {
            return tagged(name, tag);
        }
        String branch = refs.heads().get(name);
        if (branch != null) {
            return of(branch, "refs/heads/" + name);
        }
        if (name.equals("HEAD") && refs.head() != null) {
            return of(refs.head(), null);
        }
        if (name.length() >= SHORTEST_HASH && name.length() <= LONGEST_HASH && Refs.isHex(name)) {
            return hash(refs, name);
        }
        throw new GitException(GitFault.ABSENT, "unknown revision " + Quote.of(name));
    }

    /** The newest commit on the default branch. */
    Revision head() throws GitException {
        String head = repository.refs(FRESH, cancellation).head();
        if (head == null) {
            throw new GitException(GitFault.ABSENT, "no commits in " + repository.url());
        }
        return of(head, "HEAD");
    }

    private Revision hash(Refs refs, String beginning) throws GitException {
        Map<String, String> leading = new HashMap<>();
        refs.heads().forEach((name, hash) -> leading.put("refs/heads/" + name, hash));
        refs.tags().forEach((name, hash) -> leading.put("refs/tags/" + name, hash));
        if (refs.head() != null) {
            leading.put("HEAD", refs.head());
        }
        leading.values().removeIf(hash -> !hash.startsWith(beginning));
        Set<String> hashes = new HashSet<>(leading.values());
        if (hashes.size() > 1) {
            throw new GitException(GitFault.ABSENT, "ambiguous revision " + beginning);
        }
        if (hashes.isEmpty()) {
            Commit commit = repository.expand(beginning, cancellation);
            return new Revision(commit, null, null, refs.tagsOf(commit.hash()));
        }
        String ref = new TreeMap<>(leading).firstKey();
        return of(hashes.iterator().next(), ref.equals("HEAD") ? null : ref);
    }

    private Revision tagged(String tag, String hash) throws GitException {
        Revision revision = of(hash, "refs/tags/" + tag);
        SortedSet<String> tags = new TreeSet<>(revision.tags());
        tags.add(tag);
        return new Revision(revision.commit(), revision.ref(), tag, tags);
    }

    private Revision of(String hash, @Nullable String ref) throws GitException {
        Commit commit = repository.commit(hash, cancellation);
        return new Revision(
                commit, ref, null, repository.refs(LASTING, cancellation).tagsOf(commit.hash()));
    }
}
