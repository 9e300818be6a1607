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

/** Makes tarballs that npm installs: {@link UstarFile}s in gzip, everything below {@code package/}. */
final class NpmTarball {
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
            UstarFile.write(out, "package/package.json", manifest(name, version, dependencies));
            UstarFile.write(out, "package/index.js", index.getBytes(StandardCharsets.UTF_8));
            if (noise > 0) {
                UstarFile.write(out, "package/noise.bin", new Noise(seed, noise).bytes());
            }
            UstarFile.end(out);
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
