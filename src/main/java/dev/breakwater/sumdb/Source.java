package dev.breakwater.sumdb;

/**
 * Where tiles come from: the store, and behind it everybody who has a copy of the database. Called by many virtual
 * threads at once, sometimes for the same tile; no lock is held meanwhile.
 */
public interface Source {
    /**
     * Gets a tile. Bytes that are kept are tried first. Bytes that {@code check} does not call verified are never
     * returned: the next place is asked, and where they were rejected, whoever sent them is blamed.
     *
     * @param keep whether to keep the bytes for good once they are verified; without it nothing of them may stay
     * @throws SourceException where nobody has such a tile, or it cannot be had now
     */
    byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException, InterruptedException;

    /**
     * Keeps a tile for good that was got without keeping it, and has been authenticated since. Nothing happens where it
     * is kept already; failing to keep it is nobody's trouble but the operator's.
     */
    void keep(Tile tile, byte[] bytes);
}
