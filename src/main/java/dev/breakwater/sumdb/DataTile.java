package dev.breakwater.sumdb;

import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verdict.Rejected;
import dev.breakwater.verify.Verdict.Verified;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The records of a data tile: their texts one after the other, a blank line behind each. */
final class DataTile {
    private DataTile() {}

    /**
     * Gets the records of {@code wanted} from {@code widest}, the widest tile that our tree has at that place.
     *
     * @param hashes their hashes, authenticated
     */
    static byte[] read(Source source, Tile wanted, Tile widest, byte[] hashes, boolean keep)
            throws SourceException, InterruptedException {
        byte[] records = fetch(source, widest, hashes, keep);
        byte[] first = first(records, wanted.width());
        if (first == null || !(judge(wanted, first, hashes) instanceof Verified)) {
            throw SourceException.trouble("the source of " + widest + " does not check what it returns");
        }
        return first;
    }

    private static byte[] fetch(Source source, Tile tile, byte[] hashes, boolean keep)
            throws SourceException, InterruptedException {
        try {
            return source.tile(tile, new ByRecords(tile, tile, hashes), keep);
        } catch (SourceException e) {
            if (!e.isAbsent() || tile.full()) {
                throw e;
            }
        }
        // No source has the partial tile any more: it has become the beginning of a full one.
        return source.tile(tile.filled(), new ByRecords(tile.filled(), tile, hashes), false);
    }

    /** Accepts {@code asked} if its first records are those of {@code wanted}; equal only with the same array of hashes. */
    private record ByRecords(Tile asked, Tile wanted, byte[] hashes) implements TileCheck {
        @Override
        public Verdict check(byte[] bytes) {
            byte[] first = asked.equals(wanted) ? bytes : first(bytes, wanted.width());
            return first == null
                    ? new Rejected(asked + " holds fewer than " + wanted.width() + " records")
                    : judge(wanted, first, hashes);
        }
    }

    /** Checks a data tile against the hashes of its records, those of the lowest hash tile in the same place. */
    static Verdict judge(Tile tile, byte[] bytes, byte[] hashes) {
        int from = 0;
        for (int i = 0; i < tile.width(); i++) {
            int end = end(bytes, from);
            if (end < 0) {
                return new Rejected(tile + " holds " + i + " records instead of " + tile.width());
            }
            if (!Hash.leaf(Arrays.copyOfRange(bytes, from, end - 1)).equals(Hash.at(hashes, i))) {
                return new Rejected("record " + i + " of " + tile + " does not match its hash in the tree");
            }
            from = end;
        }
        return from == bytes.length
                ? new Verified("its records' hashes")
                : new Rejected(tile + " holds more than its " + tile.width() + " records");
    }

    /** The first {@code count} records of {@code bytes}; null if there are fewer. */
    static byte @Nullable [] first(byte[] bytes, int count) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            end = end(bytes, end);
            if (end < 0) {
                return null;
            }
        }
        return Arrays.copyOf(bytes, end);
    }

    /** Where the record that begins at {@code from} ends, its blank line included; -1 if it does not. */
    private static int end(byte[] bytes, int from) {
        for (int i = from; i < bytes.length - 1; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i + 2;
            }
        }
        return -1;
    }
}
