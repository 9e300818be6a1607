package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.config.SafeText;
import dev.breakwater.format.npm.document.RegistryJson;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a package's tarball, a gzip of a tar (POSIX.1-2001 pax, with the long names of GNU tar), to the end: clients unpack it
 * without the first element of each path, so a second {@code package.json} at that depth would replace the first, which is the one
 * that was checked. Bounded in what it inflates and in what it holds.
 */
final class TarballReader {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE = 12;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;

    /** In bytes, inflated. */
    private static final long LARGEST = 2L << 30;

    private static final int MOST_FILES = 200_000;
    private static final int LARGEST_MANIFEST = 1 << 20;
    private static final int LARGEST_EXTENSION = 64 << 10;

    private final InputStream in;
    private long inflated;
    private int entries;
    private int files;
    private long unpacked;
    private boolean shrinkwrap;
    private @Nullable String longName;
    private long longSize = -1;
    private byte @Nullable [] manifest;

    private TarballReader(InputStream in) {
        this.in = in;
    }

    /** Reads {@code compressed}, which it closes. */
    static TarballContents read(InputStream compressed) throws RefusedRequest, IOException {
        try (compressed) {
            InputStream plain;
            try {
                plain = new BufferedInputStream(new GZIPInputStream(compressed, 16 << 10), 64 << 10);
            } catch (IOException e) {
                throw RefusedRequest.malformed("the tarball is not compressed with gzip");
            }
            return new TarballReader(plain).read();
        } catch (ZipException | EOFException e) {
            throw RefusedRequest.malformed("the tarball is broken: " + e.getMessage());
        }
    }

    private TarballContents read() throws RefusedRequest, IOException {
        byte[] header = new byte[BLOCK];
        while (fill(header) && header[0] != 0) {
            require(++entries <= MOST_FILES, "the tarball has more than " + MOST_FILES + " entries");
            entry(header);
        }
        // a reader that goes on behind one empty block would see other files there
        require(isEmptyToTheEnd(), "the tarball has something behind its end");
        require(manifest != null, "the tarball has no package.json: expected package/package.json");
        return contents(manifest == null ? new byte[0] : manifest);
    }

    private void entry(byte[] header) throws RefusedRequest, IOException {
        long size = longSize >= 0 ? longSize : number(header, SIZE_AT, SIZE);
        require(size >= 0 && size <= LARGEST, "the tarball has an entry of an impossible size");
        char type = (char) (header[TYPE_AT] & 0xff);
        if (type == 'x' || type == 'L') {
            byte[] extension = small(number(header, SIZE_AT, SIZE), LARGEST_EXTENSION, "an extended header");
            if (type == 'L') {
                longName = text(extension, 0, extension.length);
            } else {
                pax(extension);
            }
            return;
        }
        String path = longName == null ? path(header) : longName;
        longName = null;
        longSize = -1;
        boolean file = type == '0' || type == 0 || type == '7';
        if (file) {
            file(path, size);
        } else {
            // links and folders have no bytes; a size there would make two readers see two tarballs
            require(type == 'g' || type == 'K' || size == 0, "the tarball has a link or folder with a size");
            skip(size);
        }
        padding(size);
    }

    private void file(String path, long size) throws RefusedRequest, IOException {
        files++;
        unpacked += size;
        List<String> elements = new ArrayList<>();
        for (String element : path.split("/", -1)) {
            require(
                    !element.isEmpty() && !element.equals(".") && !element.equals(".."),
                    "the tarball has a path that readers unpack to different places: " + SafeText.shown(path));
            elements.add(element);
        }
        String inside = elements.size() == 2 ? elements.getLast() : "";
        shrinkwrap |= inside.equals("npm-shrinkwrap.json");
        if (inside.equals("package.json")) {
            require(manifest == null, "the tarball has two files that are unpacked to package.json");
            require(size <= LARGEST_MANIFEST, "the package.json in the tarball has more than 1 MiB");
            byte[] bytes = new byte[(int) size];
            require(fill(bytes), "the tarball ends inside package.json");
            manifest = bytes;
        } else {
            skip(size);
        }
    }

    /** The records of a pax header: {@code <length> <key>=<value>\n}. */
    private void pax(byte[] records) throws RefusedRequest {
        int at = 0;
        while (at < records.length) {
            int space = at;
            int length = 0;
            while (space < records.length
                    && records[space] >= '0'
                    && records[space] <= '9'
                    && length < records.length) {
                length = length * 10 + records[space] - '0';
                space++;
            }
            int end = at + length;
            require(
                    length > space - at && end <= records.length && records[space] == ' ',
                    "the tarball has a malformed pax header");
            String entry = text(records, space + 1, end - space - 2);
            if (entry.startsWith("path=")) {
                longName = entry.substring("path=".length());
            } else if (entry.startsWith("size=")) {
                require(entry.matches("size=[0-9]{1,15}"), "the tarball has a malformed pax header");
                longSize = Long.parseLong(entry.substring("size=".length()));
            }
            at = end;
        }
    }

    private static String path(byte[] header) {
        String name = text(header, 0, NAME);
        boolean ustar = text(header, MAGIC_AT, 5).equals("ustar");
        String prefix = ustar ? text(header, PREFIX_AT, PREFIX) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Up to the first zero byte. */
    private static String text(byte[] bytes, int from, int most) {
        int end = from;
        while (end < from + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, Math.max(0, end - from), StandardCharsets.UTF_8);
    }

    /** In octal digits, or, as GNU tar writes large ones, in binary. */
    private static long number(byte[] header, int from, int length) throws RefusedRequest {
        if ((header[from] & 0x80) != 0) {
            long number = header[from] & 0x3f;
            for (int i = from + 1; i < from + length; i++) {
                require(number < 1L << 50, "the tarball has an entry of an impossible size");
                number = (number << 8) | (header[i] & 0xff);
            }
            return number;
        }
        String digits = text(header, from, length).strip();
        require(digits.matches("[0-7]{0,12}"), "the tarball is not a tar: an entry's size is not a number");
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private byte[] small(long size, int most, String what) throws RefusedRequest, IOException {
        require(size <= most, "the tarball has " + what + " of more than " + most + " bytes");
        byte[] bytes = new byte[(int) size];
        require(fill(bytes), "the tarball ends inside " + what);
        padding(size);
        return bytes;
    }

    /** False if it ends before the first byte. */
    private boolean fill(byte[] into) throws RefusedRequest, IOException {
        int count = in.readNBytes(into, 0, into.length);
        count(count);
        require(count == 0 || count == into.length, "the tarball ends inside an entry");
        return count == into.length;
    }

    private void skip(long size) throws RefusedRequest, IOException {
        count(size);
        try {
            in.skipNBytes(size);
        } catch (EOFException e) {
            throw RefusedRequest.malformed("the tarball ends inside an entry");
        }
    }

    private void padding(long size) throws RefusedRequest, IOException {
        skip((BLOCK - size % BLOCK) % BLOCK);
    }

    /** Reads the rest, whose checksum must be right. */
    private boolean isEmptyToTheEnd() throws RefusedRequest, IOException {
        byte[] some = new byte[BLOCK * 16];
        boolean empty = true;
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            count(count);
            for (int i = 0; i < count; i++) {
                empty &= some[i] == 0;
            }
        }
        return empty;
    }

    private void count(long more) throws RefusedRequest {
        inflated += more;
        require(inflated <= LARGEST, "the tarball has more than " + (LARGEST >> 30) + " GiB when it is unpacked");
    }

    private TarballContents contents(byte[] packageJson) throws RefusedRequest {
        String name = "";
        String version = "";
        try (JsonParser json = RegistryJson.parser(packageJson)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "the package.json in the tarball is not an object");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String member = json.currentName();
                json.nextToken();
                String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
                json.skipChildren();
                switch (member) {
                    case "name" -> name = text;
                    case "version" -> version = text;
                    default -> {
                        // clients read the rest, once they have unpacked it
                    }
                }
            }
        } catch (JacksonException e) {
            throw RefusedRequest.malformed(
                    "the package.json in the tarball is not JSON: " + SafeText.shown(e.getOriginalMessage()));
        }
        return new TarballContents(name, version, files, unpacked, shrinkwrap);
    }
}
