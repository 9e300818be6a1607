package dev.breakwater.fetch;

import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Verifier;

/** How a resource comes about. */
public sealed interface Recipe {
    /** Who is asked. */
    Tiers origins();

    /** What each of them is asked. */
    UpstreamRequest request();

    /** The same of others. */
    Recipe of(Tiers others);

    /** From the first origin whose content verifies: the chain law. */
    record One(Tiers origins, UpstreamRequest request, Verifier verifier) implements Recipe {
        /** Asked for by {@code path} below each origin's address. */
        public One(Tiers origins, String path, Verifier verifier) {
            this(origins, new UpstreamRequest(path), verifier);
        }

        @Override
        public One of(Tiers others) {
            return new One(others, request, verifier);
        }
    }

    /** From what witnesses agree on: the witness law. */
    record Agreed(Tiers origins, UpstreamRequest request, Agreement agreement) implements Recipe {
        /** Asked for by {@code path} below each origin's address. */
        public Agreed(Tiers origins, String path, Agreement agreement) {
            this(origins, new UpstreamRequest(path), agreement);
        }

        @Override
        public Agreed of(Tiers others) {
            return new Agreed(others, request, agreement);
        }
    }
}
