package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The branches and tags of a repository, each by its name with the commit it leads to: an annotated tag counts as the commit
 * that it tags.
 *
 * @param head the commit of HEAD; null in an empty repository
 * @param heads branches, without {@code refs/heads/}
 * @param tags tags, without {@code refs/tags/}
 */
public record Refs(@Nullable String head, SortedMap<String, String> heads, SortedMap<String, String> tags) {
    static final Refs NONE = new Refs(null, new TreeMap<>(), new TreeMap<>());

    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final String PEELED = "^{}";

    public Refs {
        heads = Collections.unmodifiableSortedMap(heads);
        tags = Collections.unmodifiableSortedMap(tags);
    }

    /** Reads lines of a hash, white space and a name, as {@code git ls-remote} writes them; others are left out. */
    static Refs parse(Stream<String> lines, int most) throws GitException {
        SortedMap<String, String> heads = new TreeMap<>();
        SortedMap<String, String> tags = new TreeMap<>();
        SortedMap<String, String> peeled = new TreeMap<>();
        String head = null;
        for (String line : (Iterable<String>) lines::iterator) {
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2 || !isHash(parts[0])) {
                continue;
            }
            String name = parts[1];
            if (name.equals("HEAD")) {
                head = parts[0];
            } else if (name.startsWith(HEADS)) {
                heads.put(name.substring(HEADS.length()), parts[0]);
            } else if (name.startsWith(TAGS) && name.endsWith(PEELED)) {
                peeled.put(name.substring(TAGS.length(), name.length() - PEELED.length()), parts[0]);
            } else if (name.startsWith(TAGS)) {
                tags.put(name.substring(TAGS.length()), parts[0]);
            }
            if (heads.size() + tags.size() > most) {
                throw new GitException(
                        GitFault.REFUSED,
                        "the repository has more than " + most + " branches and tags, which is the limit");
            }
        }
        tags.putAll(peeled);
        return new Refs(head, heads, tags);
    }

    /** Whether {@code text} is a full hash, SHA-1 or SHA-256. */
    public static boolean isHash(String text) {
        return (text.length() == 40 || text.length() == 64) && isHex(text);
    }

    /** Whether {@code text} has only lower-case hexadecimal digits. */
    public static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** The tags whose names begin with {@code prefix}. */
    public SortedMap<String, String> tags(String prefix) {
        return prefix.isEmpty() ? tags : tags.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    /** The names of the tags of {@code commit}, sorted. */
    public SortedSet<String> tagsOf(String commit) {
        SortedSet<String> names = new TreeSet<>();
        tags.forEach((name, hash) -> {
            if (hash.equals(commit)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Whether a branch, a tag or HEAD is at {@code hash}. */
    boolean leadsTo(String hash) {
        return hash.equals(head) || heads.containsValue(hash) || tags.containsValue(hash);
    }

    /** Whether there are no references at all. */
    boolean isEmpty() {
        return head == null && heads.isEmpty() && tags.isEmpty();
    }

    /** Whether its hashes are SHA-256. */
    boolean isSha256() {
        return Stream.concat(heads.values().stream(), tags.values().stream())
                .findFirst()
                .filter(hash -> hash.length() == 64)
                .isPresent();
    }
}
