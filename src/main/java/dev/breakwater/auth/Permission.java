package dev.breakwater.auth;

import java.util.Locale;

/** What somebody may do. None includes another: whoever is to read and publish is given both. */
public enum Permission {
    /** Get what is served. */
    READ,
    /** Upload releases. */
    PUBLISH,
    /** See what is the operator's alone, as metrics where they are closed. */
    ADMIN;

    /** As it is written in configurations, commands and token files. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
