package dev.breakwater.config;

/** A place in a file; lines and columns count from 1. */
public record Place(String file, int line, int column) implements Comparable<Place> {
    /** The place without the column, to name a value's source. */
    public String ofLine() {
        return file + ":" + line;
    }

    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
