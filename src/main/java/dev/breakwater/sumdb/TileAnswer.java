package dev.breakwater.sumdb;

/** What is said to somebody who asks for a tile. */
public sealed interface TileAnswer {
    /** The bytes, authenticated under our head. */
    record TileFound(byte[] bytes) implements TileAnswer {}

    /** Our tree does not reach that far yet. */
    record Beyond(String why) implements TileAnswer {}

    /** It cannot be had now. */
    record TileUnknown(String why) implements TileAnswer {}
}
