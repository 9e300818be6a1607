package dev.breakwater.fetch;

import dev.breakwater.upstream.Tiers;
import dev.breakwater.verify.Verifier;

/** How a resource comes about. */
public sealed interface Recipe {
    /** Who is asked. */
    Tiers origins();

    /** What is asked for, below each origin's address. */
    String path();

    /** The same of others. */
    Recipe of(Tiers others);

    /** From the first origin whose content verifies: the chain law. {@code path} is asked below each origin's address. */
    record One(Tiers origins, String path, Verifier verifier) implements Recipe {
        @Override
        public One of(Tiers others) {
            return new One(others, path, verifier);
        }
    }

    /** From what witnesses agree on: the witness law. */
    record Agreed(Tiers origins, String path, Agreement agreement) implements Recipe {
        @Override
        public Agreed of(Tiers others) {
            return new Agreed(others, path, agreement);
        }
    }
}
