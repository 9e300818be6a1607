package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A file in a tar archive: the ustar format of POSIX.1-2017, pax. The same bytes each time. */
final class UstarFile {
    private static final int BLOCK = 512;

    private UstarFile() {}

    /** Writes a file of that path, at most 100 bytes, and content. */
    static void write(OutputStream out, String path, byte[] content) throws IOException {
        byte[] head = new byte[BLOCK];
        put(head, 0, path);
        put(head, 100, "0000644\0");
        put(head, 108, "0000000\0");
        put(head, 116, "0000000\0");
        put(head, 124, "%011o\0".formatted(content.length));
        put(head, 136, "%011o\0".formatted(499_162_500)); // 1985, as npm itself writes
        put(head, 148, "        ");
        put(head, 156, "0");
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte each : head) {
            sum += each & 0xff;
        }
        put(head, 148, "%06o\0 ".formatted(sum));
        out.write(head);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** Ends the archive. */
    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
