package dev.breakwater.upstream;

/** When an upstream is used. */
public enum Tier {
    /** First. */
    PRIMARY,
    /** If the primary tier can't answer. */
    BACKUP,
    /** If no other upstream answers at all; never probed before. */
    RESERVE
}
