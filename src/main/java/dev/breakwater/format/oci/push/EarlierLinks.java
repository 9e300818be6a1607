package dev.breakwater.format.oci.push;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The blobs that images had when an earlier collection looked, in the store. A folder that is missing for a while, such as a disk
 * that is not mounted, takes the links of its images with it; what they had then is still known here.
 */
final class EarlierLinks {
    private static final int LARGEST = DigestFilter.BYTES + (1 << 20);

    private final HostedContent content;
    private final Key key;

    EarlierLinks(HostedContent content) {
        this.content = content;
        this.key = new Key(content.keys().home(), "!collection/linked");
    }

    /** When they were written, if they are there. */
    record EarlierFilter(Entry entry) {
        /** Which blobs these are, and perhaps some more. */
        DigestFilter read() throws IOException {
            try (DataInputStream in =
                    new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(entry.bytes(LARGEST))))) {
                return DigestFilter.read(in);
            }
        }
    }

    /** What was written last; empty if nothing was. */
    Optional<EarlierFilter> last() throws IOException {
        return Optional.ofNullable(content.find(key)).map(EarlierFilter::new);
    }

    /** Writes {@code linked} instead. */
    void replace(DigestFilter linked) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            linked.write(out);
        }
        content.put(key, bytes.toByteArray(), "application/gzip", Map.of(), "the collection");
    }
}
