package dev.breakwater.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips of {@code x.y/m@v1.0.0} that must not reach a client, and what is said of them. */
enum BadZip {
    /** Unpacks to 510 MiB, out of half a megabyte. */
    BOMB("more than 500 MiB"),
    /** Has a file in the folder above. */
    ESCAPING("no module may have"),
    /** Has a file of another module. */
    FOREIGN("is not under"),
    /** Has a second end record behind its own. */
    TWO_ENDS("directory that ends at byte"),
    /** Calls a file otherwise before its bytes than in the directory. */
    TWO_NAMES("whose header differs from the directory's"),
    /** Breaks off, though it is as long as it says. */
    NO_END("is truncated after 100 bytes");

    private static final String ROOT = "x.y/m@v1.0.0/";

    private final String why;

    BadZip(String why) {
        this.why = why;
    }

    /** A part of what is said of it. */
    String why() {
        return why;
    }

    byte[] bytes() {
        return switch (this) {
            case BOMB -> zip(ROOT + "zeros.go", 510 << 20);
            case ESCAPING -> zip(ROOT + "../evil.go", 100);
            case FOREIGN -> zip("x.y/other@v1.0.0/evil.go", 100);
            case TWO_ENDS -> twoEnds(zip(ROOT + "a.go", 100));
            case TWO_NAMES -> twoNames(zip(ROOT + "a.go", 100));
            case NO_END -> Arrays.copyOf(zip(ROOT + "a.go", 100), 100);
        };
    }

    private static byte[] zip(String name, int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(ROOT + "go.mod"));
            zip.write("module x.y/m\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            byte[] zeros = new byte[1 << 20];
            for (int left = size; left > 0; left -= zeros.length) {
                zip.write(zeros, 0, Math.min(left, zeros.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] twoEnds(byte[] zip) {
        byte[] twice = Arrays.copyOf(zip, zip.length + 22);
        System.arraycopy(zip, zip.length - 22, twice, zip.length, 22);
        return twice;
    }

    /** The first time that a name is in a zip is before its bytes. */
    private static byte[] twoNames(byte[] zip) {
        int at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("a.go");
        zip[at] = 'b';
        return zip;
    }
}
