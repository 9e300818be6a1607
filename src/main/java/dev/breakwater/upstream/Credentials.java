package dev.breakwater.upstream;

import dev.breakwater.config.Secret;

/** The credentials for an upstream. */
public sealed interface Credentials {
    /** User and password, RFC 7617. */
    record Basic(String username, Secret password) implements Credentials {}

    /** A token, RFC 6750. */
    record Bearer(Secret token) implements Credentials {}
}
