package dev.breakwater.format.go;

import dev.breakwater.upstream.Tiers;

/** The owner of the modules under a private pattern. The server never requests them from any other source. */
public sealed interface ModuleOwner {
    /** These origins: one, or several equivalent ones. */
    record Origins(Tiers tiers) implements ModuleOwner {}

    /** This server, with only the modules uploaded to it. */
    record HostedHere() implements ModuleOwner {}
}
