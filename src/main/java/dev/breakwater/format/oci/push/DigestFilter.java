package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ContentDigest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A set of digests that takes 8 MiB, however many there are: a Bloom filter. It never forgets one; with millions in it, it may
 * take another one for its own, so that something stays that could go. Filters of different salts err about different digests.
 */
final class DigestFilter {
    private static final int BITS = 1 << 26;

    /** How large it is. */
    static final int BYTES = BITS / Byte.SIZE;

    private static final int PROBES = 7;
    private static final int MOST_DIRTY = 1 << 16;
    private static final int HALF = 16;

    private final long[] words = new long[BITS / Long.SIZE];
    private final int[] dirty = new int[MOST_DIRTY];
    private final long salt;
    private int changed;

    DigestFilter(long salt) {
        this.salt = salt;
    }

    /** What {@link #write} has written. */
    static DigestFilter read(DataInput in) throws IOException {
        DigestFilter filter = new DigestFilter(in.readLong());
        filter.changed = MOST_DIRTY + 1;
        for (int i = 0; i < filter.words.length; i++) {
            filter.words[i] = in.readLong();
        }
        return filter;
    }

    /** Writes it with its salt: mostly zeros, if it has few digests. */
    void write(DataOutput out) throws IOException {
        out.writeLong(salt);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    /** Adds {@code digest}. */
    void add(ContentDigest digest) {
        long first = mixed(digest, 0);
        long step = mixed(digest, HALF) | 1;
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(first + i * step);
            long before = words[bit / Long.SIZE];
            words[bit / Long.SIZE] = before | 1L << bit;
            if (before == 0 && changed <= MOST_DIRTY) {
                if (changed < MOST_DIRTY) {
                    dirty[changed] = bit / Long.SIZE;
                }
                changed++;
            }
        }
    }

    /** False only if {@code digest} was not added. */
    boolean mayHave(ContentDigest digest) {
        long first = mixed(digest, 0);
        long step = mixed(digest, HALF) | 1;
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(first + i * step);
            if ((words[bit / Long.SIZE] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Empties it: fast, if little was added. */
    void clear() {
        if (changed > MOST_DIRTY) {
            Arrays.fill(words, 0);
        } else {
            for (int i = 0; i < changed; i++) {
                words[dirty[i]] = 0;
            }
        }
        changed = 0;
    }

    private static int bit(long hash) {
        return (int) (hash >>> 38);
    }

    /** Sixteen digits of it, mixed as SplitMix64 does. */
    private long mixed(ContentDigest digest, int from) {
        long z = (Long.parseUnsignedLong(digest.hex(), from, from + HALF, 16) ^ salt) + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
