package dev.breakwater.upstream;

/** When an upstream is used. */
public enum Tier {
    /** First. */
    PRIMARY,
    /** While the primary tier cannot answer. */
    BACKUP,
    /** While no other upstream answers at all; never probed before. */
    RESERVE
}
