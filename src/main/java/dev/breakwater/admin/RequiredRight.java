package dev.breakwater.admin;

/** The right that a route requires. */
enum RequiredRight {
    /** None: the route is open to all, or checks its own proof. */
    NOTHING,
    /** To see the console: {@code access.console}. */
    LOOK,
    /** To administer: a token with {@code admin}. */
    ADMIN
}
