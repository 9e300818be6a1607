package dev.breakwater.sumdb;

/** The answer to a client's request for a tile. */
public sealed interface TileAnswer {
    /** The bytes, authenticated under our head. */
    record TileFound(byte[] bytes) implements TileAnswer {}

    /** Our tree does not reach that far yet. */
    record Beyond(String why) implements TileAnswer {}

    /** Unavailable right now. */
    record TileUnknown(String why) implements TileAnswer {}
}
