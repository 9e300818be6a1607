package dev.breakwater.format.go.settings;

/** Whether public mirrors that were not chosen may help out. */
public enum Reserving {
    /** While every chosen upstream is out or silent. */
    ON,
    /** Never. */
    OFF
}
