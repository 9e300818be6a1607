package dev.breakwater.sumdb;

/**
 * The source of tiles: the store, and behind it all mirrors of the database. Called by many virtual threads at once, sometimes
 * for the same tile; callers hold no lock meanwhile.
 */
public interface Source {
    /**
     * Gets a tile. Tries stored bytes first. Never returns bytes that {@code check} does not verify: it asks the next source,
     * and if they were rejected, blames their sender.
     *
     * @param keep whether to store the bytes once they are verified; if not, nothing of them may stay
     * @throws SourceException if no source has the tile, or it is unavailable right now
     */
    byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException, InterruptedException;

    /**
     * Stores a tile that was fetched without storing it, and has been authenticated since. Does nothing if it is stored
     * already; reports a failure only to the operator.
     */
    void keep(Tile tile, byte[] bytes);
}
