package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * Made from another resource, which is fetched first. It is kept, and is current for as long as its source is: what was
     * made from other content, or in another way, is made again. One flight makes it for all who want it.
     *
     * @param source what it is made from; waited for until it is verified
     */
    record Derived(FetchSource source, Transform transform) implements Recipe {
        /** Has the source waited for. */
        public Derived {
            source = source.awaited();
        }

        @Override
        public Tiers origins() {
            return source.origins();
        }

        @Override
        public UpstreamRequest request() {
            return source.request();
        }

        @Override
        public Derived of(Tiers others) {
            return new Derived(source.of(others), transform);
        }

        /** What says from what, and how, a form was made: kept where the ETags of origins are. */
        Map<String, String> tags(@Nullable Digest from) {
            return from == null ? Map.of() : Map.of(CacheInfo.NO_UPSTREAM, from.hex() + " " + transform.version());
        }

        /** Whether {@code held} is what is made from content of that digest. */
        boolean makes(@Nullable Entry held, @Nullable Digest from) {
            return held != null && from != null && held.meta().etags().equals(tags(from));
        }
    }

    /**
     * The content of another resource, of which this one is a name that may change, as a tag of an image names a manifest. The
     * bytes are kept once, under the other's key.
     *
     * @param pointer what says which other it is; short
     */
    record Pointed(FetchSource pointer, Target target) implements Recipe {
        /** Says what a pointer points to. */
        @FunctionalInterface
        public interface Target {
            /** What {@code pointer}, which was verified or agreed on, points to. */
            FetchSource of(byte[] pointer);
        }

        @Override
        public Tiers origins() {
            return pointer.origins();
        }

        @Override
        public UpstreamRequest request() {
            return pointer.request();
        }

        @Override
        public Pointed of(Tiers others) {
            return new Pointed(pointer.of(others), target);
        }
    }
}
