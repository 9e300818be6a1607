package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Holds a whole manifest in memory; one that is too long ends the exchange. */
final class ManifestSink implements Sink {
    /** What a registry did whose content has no type. */
    static final String NONE = "sent something that is not a manifest";

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    /** Ends an exchange that sends more than a manifest has. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Asks {@code origin}, and receives what it sends. */
    Outcome receive(Origin origin, Ask ask) throws IOException {
        try {
            return origin.get(ask, this);
        } catch (TooLong e) {
            return new Outcome.Unavailable(
                    "sent more than the " + ManifestType.LARGEST + " bytes that a manifest may have");
        }
    }

    @Override
    public boolean begin(Head begun) throws IOException {
        if (begun.total() > ManifestType.LARGEST) {
            throw new TooLong();
        }
        all.reset();
        return true;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (all.size() + bytes.remaining() > ManifestType.LARGEST) {
            throw new TooLong();
        }
        byte[] some = new byte[bytes.remaining()];
        bytes.duplicate().get(some);
        all.write(some, 0, some.length);
    }

    /** What arrived. */
    byte[] bytes() {
        return all.toByteArray();
    }

    /** The media type of {@code manifest}, which came with {@code head}; empty if it is not a manifest. */
    static String type(byte[] manifest, Head head) {
        return ManifestType.of(manifest, head.headers().getOrDefault(KeptHeaders.TYPE, ""));
    }
}
