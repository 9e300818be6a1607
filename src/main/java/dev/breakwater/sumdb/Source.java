package dev.breakwater.sumdb;

/**
 * The source of tiles: the store, and behind it all mirrors of the database. Called by many virtual
 * threads at once, sometimes for the same tile; no lock is held meanwhile.
 */
public interface Source {
    /**
     * Gets a tile. Bytes that are kept are tried first. Bytes that {@code check} does not call verified are never
     * returned: the next place is asked, and where they were rejected, their sender is blamed.
     *
     * @param keep whether to keep the bytes for good once they are verified; without it nothing of them may stay
     * @throws SourceException if no source has the tile, or it is unavailable right now
     */
    byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException, InterruptedException;

    /**
     * Keeps a tile for good that was got without keeping it, and has been authenticated since. Nothing happens where it
     * is kept already; a failure to keep it concerns only the operator.
     */
    void keep(Tile tile, byte[] bytes);
}
