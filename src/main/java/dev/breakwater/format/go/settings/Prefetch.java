package dev.breakwater.format.go.settings;

/** What is fetched before a build asks for it. */
public enum Prefetch {
    /** Nothing. */
    OFF,
    /** The go.mod files of a module graph that a client begins to load. */
    METADATA,
    /** The zips of modules whose packages a client begins to compile, too. */
    FULL
}
