package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A version as npm publishes it: the tarball, and the document with it. Immutable; each {@code with} changes one thing. */
public record NpmPublication(String name, String version, String tag, byte[] tarball, String more) {
    /** A package with nothing but its package.json and {@code content}. */
    public static NpmPublication of(String name, String version, String content) {
        return new NpmPublication(name, version, "latest", tarball(name, version, content), "");
    }

    /** Under another tag. */
    public NpmPublication tagged(String other) {
        return new NpmPublication(name, version, other, tarball, more);
    }

    /** With these bytes as its tarball. */
    public NpmPublication with(byte[] bytes) {
        return new NpmPublication(name, version, tag, bytes, more);
    }

    /** With this in its manifest, such as {@code "scripts":{}}. */
    public NpmPublication with(String members) {
        return new NpmPublication(name, version, tag, tarball, members + ",");
    }

    /** The tarball of a package with one more file. */
    public static byte[] tarball(String name, String version, String content) {
        return gzip(
                file("package/package.json", "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"}"),
                file("package/index.js", content),
                new byte[1024]);
    }

    /** One file in a tar. */
    public static byte[] file(String path, String content) {
        return entry(path, '0', content.getBytes(StandardCharsets.UTF_8));
    }

    /** One entry in a tar. */
    public static byte[] entry(String path, char type, byte[] content) {
        byte[] entry = new byte[512 + (content.length + 511) / 512 * 512];
        put(entry, 0, path);
        put(entry, 100, "0000644\0");
        put(entry, 124, "%011o\0".formatted(content.length));
        put(entry, 136, "00000000000\0");
        entry[156] = (byte) type;
        put(entry, 257, "ustar\00000");
        put(entry, 148, "        ");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += entry[i] & 0xff;
        }
        put(entry, 148, "%06o\0 ".formatted(sum));
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    private static void put(byte[] into, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    /** All of them in one gzip. */
    public static byte[] gzip(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (byte[] part : parts) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /** The integrity of the tarball. */
    public String integrity() {
        return "sha512-" + Base64.getEncoder().encodeToString(hash("SHA-512"));
    }

    private byte[] hash(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(tarball);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** The document, as libnpmpublish sends it. */
    public String json() {
        return """
                {"_id":"%1$s","name":"%1$s","description":"about %1$s","dist-tags":{"%3$s":"%2$s"},
                 "versions":{"%2$s":{"name":"%1$s","version":"%2$s",%4$s"readme":"# read me","_id":"%1$s@%2$s",
                   "dist":{"integrity":"%5$s","shasum":"%6$s","tarball":"http://elsewhere/%1$s/-/%1$s-%2$s.tgz"}}},
                 "access":"public",
                 "_attachments":{"%1$s-%2$s.tgz":{"content_type":"application/octet-stream","data":"%7$s","length":%8$d}}}""".formatted(
                        name,
                        version,
                        tag,
                        more,
                        integrity(),
                        HexFormat.of().formatHex(hash("SHA-1")),
                        Base64.getEncoder().encodeToString(tarball),
                        tarball.length);
    }
}
