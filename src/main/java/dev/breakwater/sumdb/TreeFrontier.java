package dev.breakwater.sumdb;

import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verdict.Rejected;
import dev.breakwater.verify.Verdict.Unverifiable;
import dev.breakwater.verify.Verdict.Verified;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The partial tiles at the right edge of a tree, at most one a level, found so that they hash to the tree's root.
 *
 * <p>A full tile is checked against its parent, alone. The edge is different: the root is made of <em>all</em> partial tiles
 * together (each covers the records behind those of the level above), so no subset of them proves anything, and if the result
 * is wrong, it does not tell which tile was. So: take one candidate for each tile, from the store or from the first source that
 * answers. If they hash to the root, as they do unless a source lies, all are authentic. If not, walk through all sources'
 * tiles, one tile after the other, adding what each sends to the candidates and trying every combination, until one hashes to
 * the root. One honest sender for each tile is enough; a liar among them, even one that forged several tiles in a row, cannot
 * prevent that. No source is blamed during that walk: an honest tile does not fit either while the forged one is the only
 * candidate for its place. Once the right bytes are known, the wrong tiles are requested again with a check for these bytes,
 * and then the liar is blamed.
 */
final class TreeFrontier {
    /** More different tiles for one place would be an attack, and only cost time. */
    private static final int MAX_CANDIDATES = 8;

    /** Accepts any tile of the right length. */
    private static final TileCheck ANY = any -> new Verified("its length");

    private final TreeHead head;
    private final Source source;
    private final List<Tile> tiles;
    private final List<List<byte[]>> candidates = new ArrayList<>();
    private volatile @Nullable Map<Integer, byte[]> solution;

    private TreeFrontier(TreeHead head, Source source) {
        this.head = head;
        this.source = source;
        this.tiles = tiles(head.size());
    }

    /** The edge of a tree of {@code size} records, lowest level first. */
    static List<Tile> tiles(long size) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; level < Tile.LEVELS; level++) {
            long hashes = size >>> (Tile.HEIGHT * level);
            int width = (int) (hashes & (Tile.FULL - 1));
            if (width > 0) {
                tiles.add(new Tile(level, hashes >>> Tile.HEIGHT, width));
            }
        }
        return tiles;
    }

    /**
     * The root of the tree whose {@link #tiles edge} are the first {@code width} hashes of {@code bytes}, by position in
     * {@code tiles}. Also works for a smaller tree whose edge lies inside a bigger one.
     */
    static Hash root(List<Tile> tiles, List<byte[]> bytes) {
        Hash root = null;
        for (int i = 0; i < tiles.size(); i++) {
            int width = tiles.get(i).width();
            // The hashes of one tile are those of perfect subtrees, the smallest and last of them first.
            for (int left = width; left > 0; left &= left - 1) {
                int count = Integer.lowestOneBit(left);
                Hash subtree = Hash.subtree(bytes.get(i), left - count, count);
                root = root == null ? subtree : Hash.node(subtree, root);
            }
        }
        return root == null ? Hash.EMPTY : root;
    }

    /**
     * Finds the edge of {@code head}.
     *
     * @param ours a tree whose edge may partly be the same; null for none
     * @return the tiles' bytes by level
     * @throws SourceException if tiles are unavailable, or no combination fits
     */
    static Map<Integer, byte[]> of(TreeHead head, @Nullable Tree ours, Source source)
            throws SourceException, InterruptedException {
        TreeFrontier edge = new TreeFrontier(head, source);
        edge.gather(ours);
        if (edge.solved() == null) {
            edge.walk();
        }
        Map<Integer, byte[]> found = edge.solution;
        if (found == null) {
            throw SourceException.lie("no source's tiles fit the tree head of " + head);
        }
        edge.blame(found);
        return found;
    }

    private void gather(@Nullable Tree ours) throws SourceException, InterruptedException {
        for (Tile tile : tiles) {
            byte[] held = ours == null ? null : ours.edgeTile(tile);
            byte[] bytes = held != null ? held : fetch(source, tile, ANY);
            candidates.add(new ArrayList<>(List.of(bytes)));
        }
    }

    private void walk() throws SourceException, InterruptedException {
        SourceException last = null;
        for (int i = 0; i < tiles.size() && solution == null; i++) {
            int place = i;
            try {
                fetch(source, tiles.get(place), bytes -> offer(place, bytes));
            } catch (SourceException e) {
                last = e;
            }
        }
        if (solution == null && last != null) {
            throw last;
        }
    }

    private Verdict offer(int place, byte[] bytes) {
        return add(place, bytes.clone())
                ? new Verified("the root of " + head)
                : new Unverifiable("does not fit the other tiles under the tree head of " + head, "", true);
    }

    /** Adds a candidate; returns whether the edge is solved with these bytes. */
    private synchronized boolean add(int place, byte[] bytes) {
        List<byte[]> known = candidates.get(place);
        if (known.size() < MAX_CANDIDATES && known.stream().noneMatch(k -> Arrays.equals(k, bytes))) {
            known.add(bytes);
        }
        Map<Integer, byte[]> found = solved();
        return found != null && Arrays.equals(found.get(tiles.get(place).level()), bytes);
    }

    /** Requests each tile whose first candidate was wrong once more, now with a check for the right bytes. */
    private void blame(Map<Integer, byte[]> found) throws InterruptedException {
        for (int i = 0; i < tiles.size(); i++) {
            byte[] right = found.get(tiles.get(i).level());
            if (Arrays.equals(candidates.get(i).getFirst(), right)) {
                continue;
            }
            try {
                fetch(source, tiles.get(i), sent -> exactly(sent, right));
            } catch (SourceException e) {
                return; // no source has it any more; the store does
            }
        }
    }

    private Verdict exactly(byte[] sent, byte @Nullable [] right) {
        return Arrays.equals(sent, right)
                ? new Verified("the root of " + head)
                : new Rejected("is not the tile that the tree head of " + head + " needs");
    }

    /** Tries every combination of candidates; null if none fits. */
    private synchronized @Nullable Map<Integer, byte[]> solved() {
        if (solution == null) {
            search(new ArrayList<>());
        }
        return solution;
    }

    private boolean search(List<byte[]> chosen) {
        if (chosen.size() == tiles.size()) {
            return settle(chosen);
        }
        for (byte[] candidate : candidates.get(chosen.size())) {
            chosen.addLast(candidate);
            if (search(chosen)) {
                return true;
            }
            chosen.removeLast();
        }
        return false;
    }

    private boolean settle(List<byte[]> chosen) {
        if (!root(tiles, chosen).equals(head.root())) {
            return false;
        }
        Map<Integer, byte[]> found = new TreeMap<>();
        for (int i = 0; i < tiles.size(); i++) {
            found.put(tiles.get(i).level(), chosen.get(i));
        }
        solution = found;
        return true;
    }

    /**
     * Gets a partial tile without storing it. If no source has it any more, requests the full tile that replaced it, whose
     * beginning it is: see {@code readTile} in golang.org/x/mod/sumdb.
     */
    static byte[] fetch(Source source, Tile tile, TileCheck check) throws SourceException, InterruptedException {
        try {
            return source.tile(tile, new Prefixed(tile, tile, check), false);
        } catch (SourceException e) {
            if (!e.isAbsent() || tile.full()) {
                throw e;
            }
        }
        byte[] full = source.tile(tile.filled(), new Prefixed(tile.filled(), tile, check), false);
        return Arrays.copyOf(full, tile.width() * Hash.SIZE);
    }

    /** Accepts a tile that is as long as {@code asked} and begins with a {@code wanted} that {@code check} verifies. */
    private record Prefixed(Tile asked, Tile wanted, TileCheck check) implements TileCheck {
        @Override
        public Verdict check(byte[] bytes) {
            if (bytes.length != asked.width() * Hash.SIZE) {
                return new Rejected(asked + " has " + bytes.length + " bytes instead of " + asked.width() * Hash.SIZE);
            }
            return check.check(Arrays.copyOf(bytes, wanted.width() * Hash.SIZE));
        }
    }
}
