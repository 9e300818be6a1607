package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Makes tarballs that npm installs: ustar (POSIX.1-2017, pax) in gzip, everything below {@code package/}. */
final class NpmTarball {
    private static final int BLOCK = 512;

    private NpmTarball() {}

    /**
     * With a {@code package.json} and an {@code index.js}.
     *
     * @param noise so many incompressible bytes more, from {@code seed}
     */
    static byte[] of(
            String name, String version, Map<String, String> dependencies, String index, int noise, long seed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(all)) {
            file(out, "package/package.json", manifest(name, version, dependencies));
            file(out, "package/index.js", index.getBytes(StandardCharsets.UTF_8));
            if (noise > 0) {
                file(out, "package/noise.bin", new Noise(seed, noise).bytes());
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private static byte[] manifest(String name, String version, Map<String, String> dependencies) {
        StringBuilder json = new StringBuilder("{\"name\":\"" + name + "\",\"version\":\"" + version + "\"");
        json.append(",\"main\":\"index.js\",\"dependencies\":{");
        String comma = "";
        for (Map.Entry<String, String> each : new TreeMap<>(dependencies).entrySet()) {
            json.append(comma)
                    .append('"')
                    .append(each.getKey())
                    .append("\":\"")
                    .append(each.getValue())
                    .append('"');
            comma = ",";
        }
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void file(OutputStream out, String path, byte[] content) throws IOException {
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

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    /** As in {@code dist.integrity}. */
    static String integrity(byte[] tarball) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(tarball);
            return "sha512-" + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-512", e);
        }
    }
}
