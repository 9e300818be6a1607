package dev.breakwater.sumdb;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a tile: a row of {@code width} neighbouring hashes of the tree, each 32 bytes, cut from tree level
 * {@code 8 × level}, the first of them number {@code index × 256}. Level {@link #DATA} is the text of the records in place of
 * their hashes. A tile of fewer than 256 hashes is partial: the tree ended there. Written
 * {@code tile/8/<level>/<index>[.p/<width>]}, the index in groups of three digits, as in {@code x003/005}: see
 * {@code tlog.Tile} in golang.org/x/mod. Heights other than 8 are not supported.
 *
 * @param level {@link #DATA}, or 0 to 7
 * @param index from 0
 * @param width 1 to 256
 */
public record Tile(int level, long index, int width) {
    /** The level of the records themselves. */
    public static final int DATA = -1;

    /** How many hashes a full tile holds. */
    public static final int FULL = 256;

    static final int HEIGHT = 8;
    static final int LEVELS = 8;

    private static final Pattern PATH =
            Pattern.compile("tile/8/(data|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

    /** Checks the ranges. */
    public Tile {
        if (level < DATA || level >= LEVELS || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("not a tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /** Parses a path; empty if it is not the exact form of a tile. */
    public static Optional<Tile> parse(String path) {
        if (path.length() > 64) {
            return Optional.empty();
        }
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int level = parts.group(1).equals("data") ? DATA : Integer.parseInt(parts.group(1));
        long index = Long.parseLong(parts.group(2).replace("/", "").replace("x", ""));
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        if (width < 1 || width > FULL) {
            return Optional.empty();
        }
        Tile tile = new Tile(level, index, width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /** Its path, without leading slash. */
    public String path() {
        StringBuilder digits = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits.insert(0, "x%03d/".formatted(rest % 1000));
        }
        String suffix = full() ? "" : ".p/" + width;
        return "tile/8/" + (level == DATA ? "data" : level) + "/" + digits + suffix;
    }

    /** Whether it is a full tile, which never grows. */
    public boolean full() {
        return width == FULL;
    }

    /** The full tile at the same place, of which this one is the beginning. */
    Tile filled() {
        return new Tile(level, index, FULL);
    }

    /** The widest tile at that place in a tree of {@code size} records; empty if the tree does not reach it. */
    static Optional<Tile> within(long size, int level, long index) {
        long hashes = size >>> (HEIGHT * Math.max(level, 0));
        if (index > hashes >>> HEIGHT) {
            return Optional.empty();
        }
        long width = Math.min(FULL, hashes - index * FULL);
        return width == 0 ? Optional.empty() : Optional.of(new Tile(level, index, (int) width));
    }

    @Override
    public String toString() {
        return path();
    }
}
