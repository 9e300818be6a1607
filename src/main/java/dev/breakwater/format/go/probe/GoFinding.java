package dev.breakwater.format.go.probe;

import dev.breakwater.probe.FindingType;

/** Findings about module mirrors. */
enum GoFinding implements FindingType {
    /** Its archives have the same content as the others', but different bytes. */
    OTHER_BYTES,
    /** It has no checksum database. */
    NO_DATABASE,
    /** Its copy of the checksum database is wrong. */
    DATABASE_WRONG
}
