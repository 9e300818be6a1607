package dev.breakwater.upstream;

/** Whether well-known public mirrors serve as a reserve. */
public enum Reserving {
    /** While every configured upstream is down or silent. */
    ON,
    /** Never. */
    OFF
}
