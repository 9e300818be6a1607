package dev.breakwater.config;

/** What a repository speaks. */
public enum PackageFormat {
    /** The GOPROXY protocol, checksum databases included. */
    GO
}
