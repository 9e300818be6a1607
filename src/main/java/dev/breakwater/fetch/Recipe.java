package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way to get a resource. */
public sealed interface Recipe {
    /** The origins. */
    Tiers origins();

    /** The request to each of them. */
    UpstreamRequest request();

    /** The same for other origins. */
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

    /** By agreement of witnesses: the witness law. */
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
     * Made from another resource, which is fetched first. It is stored, and is current as long as its source: one made from
     * other content, or in another way, is made again. One flight makes it for all requests.
     *
     * @param source its source, which must be verified first
     */
    record Derived(FetchSource source, Transform transform) implements Recipe {
        /** Makes the flight wait for the source. */
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

        /** The source's digest, the transform's version and the coding, stored in place of ETags. */
        Map<String, String> tags(@Nullable Digest from) {
            if (from == null) {
                return Map.of();
            }
            String coding = transform.coding().isEmpty() ? "" : " " + transform.coding();
            return Map.of(CacheInfo.NO_UPSTREAM, from.hex() + " " + transform.version() + coding);
        }

        /** Whether {@code held} is what is made from {@code source}, or says like it that there is none. */
        boolean follows(@Nullable Entry held, Entry source) {
            return source.meta().standing() == Standing.ABSENT
                    ? held != null && held.meta().standing() == Standing.ABSENT
                    : makes(held, source.sha256());
        }

        /** Whether {@code held} was made from content of that digest. */
        boolean makes(@Nullable Entry held, @Nullable Digest from) {
            return held != null && from != null && held.meta().etags().equals(tags(from));
        }
    }

    /**
     * The content of another resource, of which this one is a changeable name, as a tag of an image names a manifest. The
     * bytes are stored once, under the other's key.
     *
     * @param pointer the pointer to the other resource; short
     */
    record Pointed(FetchSource pointer, Target target) implements Recipe {
        /** Resolves a pointer. */
        @FunctionalInterface
        public interface Target {
            /** The target of {@code pointer}, which was verified or agreed on. */
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
