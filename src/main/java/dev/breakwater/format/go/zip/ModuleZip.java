package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Quote;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The check of one module zip while it arrives: is it a zip that all readers read alike, with nothing in it that a module may
 * not have, and what is its hash? Anything unknown is malformed; the hash covers what Go's {@code archive/zip} would read.
 * Nothing is unpacked to disk. The check does not decide whether the hash is the right one.
 *
 * <p>Every entry is hashed as it arrives; at the end, the directory must list exactly these entries. So a correct zip is read
 * once. Used by one thread at a time. Holds native memory until {@link #finish} or the garbage collector runs.
 *
 * <p>Rules: "Module zip files" of the Go modules reference, {@code CheckZip} of golang.org/x/mod/zip, and in addition:
 * one end record at the very end, no gaps and overlaps, local headers equal to the directory's, only methods 0 and 8,
 * no encryption, no two names of one entry, checksums right, at most 2¹⁸ entries.
 */
public final class ModuleZip {
    /** The result of the check. */
    public sealed interface ZipResult {
        /**
         * It is well formed.
         *
         * @param h1 its hash as go.sum has it, {@code h1:} and base64
         */
        record Hashed(String h1) implements ZipResult {}

        /**
         * It is malformed.
         *
         * @param why names the zip, the place and the fault
         * @param defect the fault without the place: the same in every zip that is wrong in the same way
         */
        record MalformedZip(String why, String defect) implements ZipResult {}
    }

    private static final int BUFFER = 1 << 16;

    private final String name;
    private ZipStream stream;

    /** The check of the zip of {@code version}, which is a canonical one of {@code module}. */
    public ModuleZip(ModulePath module, Version version) {
        name = module + "@" + version;
        stream = new ZipStream(name + "/");
    }

    /** Takes the next bytes, from the buffer's position to its limit; neither is moved. */
    public void update(ByteBuffer arrived) {
        stream.update(arrived.duplicate());
    }

    /** Forgets everything: the zip starts over at byte 0. */
    public void restart() {
        stream.close();
        stream = new ZipStream(name + "/");
    }

    /**
     * Finishes the check: reads from {@code whole} what {@link #update} has not seen, so that content that is already there
     * needs no update at all. Afterwards only {@link #restart} is allowed.
     *
     * @throws IOException if {@code whole} cannot be read, which says nothing about the zip
     */
    public ZipResult finish(Content whole) throws IOException {
        try (FileChannel zip = whole.open()) {
            return new ZipResult.Hashed(finish(zip, whole.size()));
        } catch (BadZip e) {
            return new ZipResult.MalformedZip("the zip of " + name + " " + e.why(), e.defect());
        } finally {
            stream.close();
        }
    }

    private String finish(FileChannel zip, long size) throws IOException, BadZip {
        if (size > ZipFormat.MOST_BYTES) {
            throw new BadZip("has " + size + " bytes; a module zip may have " + ZipFormat.MOST_BYTES);
        }
        feed(zip, size);
        if (!stream.isBlind()) {
            stream.directory();
        }
        ZipDirectory directory = ZipDirectory.of(zip, size);
        if (stream.isBlind()) {
            stream.resume(guide(directory));
            feed(zip, size);
        }
        if (stream.directory() != directory.start()) {
            throw new BadZip("has entries up to byte " + stream.directory() + ", where its directory begins at byte "
                    + directory.start());
        }
        compare(directory);
        ZipNames.checkCollisions(stream.entries());
        return stream.entries().h1(name + "/");
    }

    private void feed(FileChannel zip, long size) throws IOException {
        ByteBuffer buffer = null;
        while (stream.position() < size) {
            buffer = buffer == null ? ByteBuffer.allocate(BUFFER) : buffer.clear();
            buffer.limit((int) Math.min(BUFFER, size - stream.position()));
            if (zip.read(buffer, stream.position()) < 0) {
                throw new IOException(
                        "the staged zip of " + name + " ends at byte " + stream.position() + " of " + size);
            }
            stream.update(buffer.flip());
        }
    }

    /** The directory's packed sizes, for entries whose headers do not have them. */
    private static ZipStream.Guide guide(ZipDirectory directory) throws IOException, BadZip {
        long[] places = new long[(int) directory.count()];
        int[] n = {0};
        directory.read(header -> {
            long offset = header.numbers().offset();
            long packed = header.numbers().packed();
            if (offset > ZipFormat.MOST_BYTES || packed > ZipFormat.MOST_BYTES) {
                throw new BadZip("has a directory that points outside of it");
            }
            places[n[0]++] = (offset << 32) | packed;
        });
        Arrays.sort(places);
        return offset -> {
            int i = Arrays.binarySearch(places, offset << 32);
            int at = i < 0 ? -i - 1 : i;
            return at < places.length && places[at] >>> 32 == offset ? (int) places[at] : -1;
        };
    }

    private void compare(ZipDirectory directory) throws IOException, BadZip {
        ZipEntries entries = stream.entries();
        if (directory.count() != entries.count()) {
            throw new BadZip("has " + entries.count() + " entries, and " + directory.count() + " in its directory");
        }
        BitSet seen = new BitSet(entries.count());
        byte[] prefix = (name + "/").getBytes(StandardCharsets.UTF_8);
        int[] next = {0};
        directory.read(header -> {
            int i = entries.at(header.numbers().offset(), next[0]++);
            if (i < 0 || seen.get(i)) {
                throw new BadZip("has a directory that points to no entry, or twice to one, at byte "
                        + header.numbers().offset());
            }
            if (!entries.matches(i, header, prefix)) {
                throw new BadZip(
                        "has the entry " + Quote.of(entries.text(i)) + ", whose header differs from the directory's");
            }
            seen.set(i);
        });
    }

    /** Why it is malformed, if that is already known: then the rest is not needed; null otherwise. */
    public @Nullable String malformed() {
        String fault = stream.fault();
        return fault == null ? null : "the zip of " + name + " " + fault;
    }
}
