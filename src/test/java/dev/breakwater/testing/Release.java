package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * One version of one module, and what a mirror says of it. Files are named as in the module's root folder; without a
 * {@code go.mod} among them one is made up, as for the modules that never had one. Zip and hashes are made when first
 * asked for.
 */
public final class Release {
    private final String module;
    private final String version;
    private final Instant time;
    private final SortedMap<String, byte[]> files;
    private final @Nullable Noise noise;
    private @Nullable Blob zip;
    private @Nullable String zipH1;

    private Release(
            String module, String version, Instant time, SortedMap<String, byte[]> files, @Nullable Noise noise) {
        this.module = module;
        this.version = version;
        this.time = time;
        this.files = files;
        this.noise = noise;
    }

    /** A release of small text files. */
    public static Release of(String module, String version, Instant time, Map<String, String> files) {
        SortedMap<String, byte[]> bytes = new TreeMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new Release(module, version, time, bytes, null);
    }

    /** A release whose zip is a little over {@code size} bytes that cannot be compressed; they are never all in memory. */
    public static Release big(String module, String version, Instant time, long size, long seed) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("go.mod", ("module " + module + "\n").getBytes(StandardCharsets.UTF_8));
        files.put("big.go", "package big\n".getBytes(StandardCharsets.UTF_8));
        return new Release(module, version, time, files, new Noise(seed, size));
    }

    /** The same content under another version. */
    public Release as(String other) {
        return new Release(module, other, time, files, noise);
    }

    /** Its module's path, unescaped. */
    public String module() {
        return module;
    }

    /** Its canonical version, unescaped. */
    public String version() {
        return version;
    }

    /** When its commit was made. */
    public Instant time() {
        return time;
    }

    /** The {@code .info}. */
    public byte[] info() {
        String json = "{\"Version\":\"" + version + "\",\"Time\":\"" + time + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** The {@code .mod}. */
    public byte[] goMod() {
        byte[] own = files.get("go.mod");
        return own != null ? own : ("module " + module + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The {@code .zip}. */
    public synchronized Blob zip() {
        if (zip == null) {
            zip = packed(Deflater.DEFAULT_COMPRESSION);
        }
        return zip;
    }

    /** The same files in a zip of other bytes: equal h1, unequal file. A big one comes with its small files repacked. */
    public Blob zipOfOtherBytes() {
        return packed(Deflater.NO_COMPRESSION);
    }

    /** The {@code h1:} of the zip. */
    public synchronized String zipH1() {
        if (zipH1 == null) {
            zipH1 = H1.ofFiles(module + "@" + version + "/", files, noise);
        }
        return zipH1;
    }

    /** The {@code h1:} of the go.mod. */
    public String modH1() {
        return H1.ofMod(goMod());
    }

    private Blob packed(int level) {
        return ModuleZip.of(module, version, files, level, noise);
    }

    @Override
    public String toString() {
        return module + "@" + version;
    }
}
