package dev.breakwater.sumdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verdict.Rejected;
import dev.breakwater.verify.Verdict.Verified;

/**
 * A memory cache of the last used full tiles, each fetched by the hash in its parent tile. A tile is only returned for the hash
 * asked for, so nothing learned under one tree head can poison another.
 */
final class TileCache {
    /** 4 MiB: all levels above the lowest of some 30 million records, or the tiles around the records of one build. */
    private static final int MAX_TILES = 512;

    private final Source source;
    private final Cache<Tile, CachedTile> held =
            Caffeine.newBuilder().maximumSize(MAX_TILES).executor(Runnable::run).build();

    private record CachedTile(byte[] bytes, Hash root, boolean kept) {}

    TileCache(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    /** The full tile whose 256 hashes have the root {@code expected}. */
    byte[] full(Tile tile, Hash expected, boolean keep) throws SourceException, InterruptedException {
        CachedTile known = held.getIfPresent(tile);
        if (known == null || !known.root.equals(expected)) {
            ByParent check = new ByParent(tile, expected);
            byte[] bytes = source.tile(tile, check, keep);
            // Checked again here, so that a faulty source cannot pass on unauthenticated hashes.
            if (!(check.check(bytes) instanceof Verified)) {
                throw SourceException.trouble("the source of " + tile + " does not check what it returns");
            }
            held.put(tile, new CachedTile(bytes, expected, keep));
            return bytes;
        }
        if (keep && !known.kept) {
            source.keep(tile, known.bytes);
            held.put(tile, new CachedTile(known.bytes, expected, true));
        }
        return known.bytes;
    }

    /** Accepts a full tile whose hashes have the root that its parent tile has for it. */
    private record ByParent(Tile tile, Hash expected) implements TileCheck {
        @Override
        public Verdict check(byte[] bytes) {
            if (bytes.length != Tile.FULL * Hash.SIZE) {
                return new Rejected(tile + " has " + bytes.length + " bytes instead of " + Tile.FULL * Hash.SIZE);
            }
            return Hash.subtree(bytes, 0, Tile.FULL).equals(expected)
                    ? new Verified("its parent tile")
                    : new Rejected(tile + " does not have the hash " + expected + " from its parent tile");
        }
    }
}
