package dev.breakwater.config;

/** When an upstream is used. */
public enum Tier {
    /** First. */
    PRIMARY,
    /** While the primary tier cannot answer. */
    BACKUP
}
