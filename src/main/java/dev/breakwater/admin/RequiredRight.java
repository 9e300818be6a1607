package dev.breakwater.admin;

/** What somebody must be allowed to do to be answered. */
enum RequiredRight {
    /** Nothing: it is for everybody, or brings a proof of its own. */
    NOTHING,
    /** Look at the console: {@code access.console}. */
    LOOK,
    /** Administer: a token with {@code admin}. */
    ADMIN
}
