package dev.breakwater.auth;

import java.util.Locale;

/** A permission. None includes another: a caller that reads and publishes needs both. */
public enum Permission {
    /** Download files. */
    READ,
    /** Upload releases. */
    PUBLISH,
    /** Delete what was published here. */
    DELETE,
    /** See and change the operator's data, such as metrics that are not open to all. */
    ADMIN;

    /** Its name in configurations, commands and token files. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
