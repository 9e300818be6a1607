package dev.breakwater.sumdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree under one signed head, read tile by tile. Every hash it returns is authenticated: the tiles at the right edge
 * against the root, together ({@link TreeFrontier}), each other tile against its parent, which is fetched first, so from the
 * top down.
 *
 * <p>The cost: a record needs one tile of each level, but there are few tiles on the upper levels (72 million records: 281,250,
 * 1,098, 4 and 1), so in the long run all but the lowest two levels are in memory. The same tiles also answer for every older
 * head: its root is made of the tiles where its tree ended.
 */
final class Tree {
    private final TreeHead head;
    private final TileCache shelf;
    private final Map<Integer, byte[]> edge;
    private final boolean keep;

    private Tree(TreeHead head, TileCache shelf, Map<Integer, byte[]> edge, boolean keep) {
        this.head = head;
        this.shelf = shelf;
        this.edge = edge;
        this.keep = keep;
    }

    /** The tree under {@code head}, whose edge may be in part that of {@code ours}. Stores nothing. */
    static Tree open(TreeHead head, @Nullable Tree ours, TileCache shelf) throws SourceException, InterruptedException {
        return new Tree(head, shelf, TreeFrontier.of(head, ours, shelf.source()), false);
    }

    /** The same tree, now trusted: its tiles are stored. */
    Tree kept() {
        for (Tile tile : TreeFrontier.tiles(head.size())) {
            byte[] bytes = edge.get(tile.level());
            if (bytes != null) {
                shelf.source().keep(tile, bytes);
            }
        }
        return new Tree(head, shelf, edge, true);
    }

    TreeHead head() {
        return head;
    }

    boolean keeps() {
        return keep;
    }

    TileCache shelf() {
        return shelf;
    }

    /** The hash of record {@code id}, one of the tree. */
    Hash leaf(long id) throws SourceException, InterruptedException {
        return Hash.at(tile(new Tile(0, id >>> Tile.HEIGHT, 1)), (int) (id & (Tile.FULL - 1)));
    }

    /** The root that this tree had at {@code size} records, at most its current size. */
    Hash root(long size) throws SourceException, InterruptedException {
        if (size == head.size()) {
            return head.root();
        }
        List<Tile> tiles = TreeFrontier.tiles(size);
        List<byte[]> bytes = new ArrayList<>();
        for (Tile tile : tiles) {
            bytes.add(tile(tile));
        }
        return TreeFrontier.root(tiles, bytes);
    }

    /** The widest tile that the tree has at the place of {@code wanted}, which must be in the tree. */
    byte[] tile(Tile wanted) throws SourceException, InterruptedException {
        int level = wanted.level();
        long index = wanted.index();
        Tile widest = Tile.within(head.size(), level, index)
                .orElseThrow(() -> new IllegalArgumentException(wanted + " is not in a tree of " + head));
        byte[] last = edge.get(level);
        if (!widest.full() && last != null) {
            return last;
        }
        int place = (int) (index & (Tile.FULL - 1));
        Hash expected = Hash.at(tile(new Tile(level + 1, index >>> Tile.HEIGHT, 1)), place);
        return shelf.full(widest, expected, keep);
    }

    /** The bytes of {@code wanted} if they are the beginning of a tile of our edge; null if not. */
    byte @Nullable [] edgeTile(Tile wanted) {
        byte[] last = edge.get(wanted.level());
        Tile widest = Tile.within(head.size(), wanted.level(), wanted.index()).orElse(null);
        if (last == null || widest == null || widest.full() || widest.width() < wanted.width()) {
            return null;
        }
        return Arrays.copyOf(last, wanted.width() * Hash.SIZE);
    }
}
