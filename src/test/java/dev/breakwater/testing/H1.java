package dev.breakwater.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code h1:} hash of golang.org/x/mod/sumdb/dirhash, written a second time over {@link java.util.zip}, so that the
 * product's own is not measured by itself. Trusts the zip: only for zips made here.
 */
public final class H1 {
    private H1() {}

    /** The hash of a module zip. */
    public static String ofZip(Blob zip) {
        List<Line> lines = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(zip.open(), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                lines.add(new Line(entry.getName(), sha256(in)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(lines);
    }

    /** The hash of the zip that would hold these files, named below {@code prefix}. */
    static String ofFiles(String prefix, Map<String, byte[]> files, @Nullable Noise noise) {
        List<Line> lines = new ArrayList<>();
        files.forEach((name, bytes) -> lines.add(new Line(prefix + name, sha256().digest(bytes))));
        if (noise != null) {
            lines.add(new Line(prefix + "noise.bin", noise.sums().sha256()));
        }
        return of(lines);
    }

    /** The hash of a go.mod. */
    public static String ofMod(byte[] goMod) {
        return of(List.of(new Line("go.mod", sha256().digest(goMod))));
    }

    /** The SHA-256 of all that is left in {@code in}. */
    static byte[] sha256(InputStream in) {
        MessageDigest digest = sha256();
        try {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    private static String of(List<Line> lines) {
        MessageDigest all = sha256();
        lines.stream()
                .sorted((a, b) -> Arrays.compareUnsigned(utf8(a.name), utf8(b.name)))
                .forEach(line -> all.update(utf8(HexFormat.of().formatHex(line.hash) + "  " + line.name + "\n")));
        return "h1:" + Base64.getEncoder().encodeToString(all.digest());
    }

    private record Line(String name, byte[] hash) {}

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
