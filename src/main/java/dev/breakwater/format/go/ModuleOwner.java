package dev.breakwater.format.go;

import dev.breakwater.upstream.Tiers;

/** Who has the modules under a private pattern. Nobody else is asked for them, whatever happens to it. */
public sealed interface ModuleOwner {
    /** These origins: one, or several that stand for one another. */
    record Origins(Tiers tiers) implements ModuleOwner {}

    /** This server: there is what was uploaded to it, and nothing else. */
    record HostedHere() implements ModuleOwner {}
}
