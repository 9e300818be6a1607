package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Images for registries, the same ones each time. More may be pushed while it is served. */
public final class OciCorpus {
    /** The media types of what it has. */
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static final Pattern DESCRIPTOR =
            Pattern.compile("\\{\"mediaType\":\"([^\"]+)\",\"digest\":\"(sha256:[0-9a-f]{64})\"");

    private final Map<String, ImageFiles> images = new ConcurrentHashMap<>();

    /** What there is of one name; {@code first} has what each tag named at first. */
    private record ImageFiles(
            Map<String, byte[]> manifests,
            Map<String, Blob> blobs,
            SortedMap<String, String> tags,
            SortedMap<String, String> first) {
        ImageFiles() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        private String blob(byte[] bytes) {
            String digest = digest(bytes);
            blobs.put(digest, Blob.of(bytes));
            return digest;
        }

        private String blob(Noise noise) {
            String digest = "sha256:" + HexFormat.of().formatHex(noise.sums().sha256());
            blobs.put(digest, noise);
            return digest;
        }

        private void tag(String tag, String digest) {
            synchronized (tags) {
                tags.put(tag, digest);
                first.putIfAbsent(tag, digest);
            }
        }

        private String manifest(byte[] bytes) {
            String digest = digest(bytes);
            manifests.put(digest, bytes);
            return digest;
        }
    }

    /**
     * Pushes an index over the platforms linux/amd64 and linux/arm64, each an image of a configuration, a small layer that both
     * share, and one of {@code size} bytes that is its own.
     *
     * @return the index's digest
     */
    public String push(String name, String tag, int size) {
        return push(name, tag, size, Layer::raw);
    }

    /**
     * The same of layers that a client can unpack, each an archive with one file; the tag with {@code -amd64} behind it is the
     * image for linux/amd64 alone.
     *
     * @return the index's digest
     */
    public String pushArchives(String name, String tag, int size) {
        String index = push(name, tag, size, Layer::archive);
        ImageFiles files = files(name);
        String text = new String(Objects.requireNonNull(files.manifests.get(index)), StandardCharsets.UTF_8);
        files.tag(tag + "-amd64", text.replaceFirst("(?s).*?\"digest\":\"([^\"]+)\".*", "$1"));
        return index;
    }

    /** A layer, and the digest that its configuration has of it unpacked. */
    private record Layer(byte[] bytes, String unpacked) {
        static Layer raw(byte[] content) {
            return new Layer(content, digest(content));
        }

        static Layer archive(byte[] content) {
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(packed)) {
                UstarFile.write(tar, "noise-" + digest(content).substring(7, 15), content);
                UstarFile.end(tar);
                tar.writeTo(gzip);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Layer(packed.toByteArray(), digest(tar.toByteArray()));
        }
    }

    private String push(String name, String tag, int size, Function<byte[], Layer> layer) {
        ImageFiles files = images.computeIfAbsent(name, _ -> new ImageFiles());
        Layer base = layer.apply(new Noise(name.hashCode(), 500).bytes());
        List<String> platforms = new ArrayList<>();
        for (String architecture : List.of("amd64", "arm64")) {
            Layer own = layer.apply(new Noise((name + tag + architecture).hashCode(), size).bytes());
            byte[] config = ("{\"architecture\":\"" + architecture + "\",\"os\":\"linux\",\"config\":{\"Env\":[\"TAG="
                            + tag
                            + "\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                            + base.unpacked + "\",\"" + own.unpacked + "\"]}}")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                            + descriptor(CONFIG, files.blob(config), config.length, "") + ",\"layers\":["
                            + descriptor(LAYER, files.blob(base.bytes), base.bytes.length, "") + ","
                            + descriptor(LAYER, files.blob(own.bytes), own.bytes.length, "") + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            platforms.add(descriptor(
                    MANIFEST,
                    files.manifest(manifest),
                    manifest.length,
                    ",\"platform\":{\"architecture\":\"" + architecture + "\",\"os\":\"linux\"}"));
        }
        byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                        + String.join(",", platforms) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        String digest = files.manifest(index);
        files.tag(tag, digest);
        return digest;
    }

    /**
     * Pushes an image, for no platform, of {@code layers} layers of {@code size} bytes each, which are never all in memory.
     *
     * @return the digests of the layers
     */
    public List<String> pushLarge(String name, String tag, int layers, long size) {
        ImageFiles files = images.computeIfAbsent(name, _ -> new ImageFiles());
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            digests.add(files.blob(new Noise((name + tag).hashCode() + i, size)));
        }
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + String.join("\",\"", digests) + "\"]}}")
                .getBytes(StandardCharsets.UTF_8);
        String parts = digests.stream()
                .map(digest -> descriptor(LAYER.replace("+gzip", ""), digest, size, ""))
                .collect(Collectors.joining(","));
        String manifest = files.manifest(("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor(CONFIG, files.blob(config), config.length, "") + ",\"layers\":[" + parts + "]}")
                .getBytes(StandardCharsets.UTF_8));
        files.tag(tag, manifest);
        return digests;
    }

    private static String descriptor(String type, String digest, long size, String more) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + more + "}";
    }

    /** Has {@code tag} name what {@code other} names. */
    public void move(String name, String tag, String other) {
        ImageFiles files = files(name);
        synchronized (files.tags) {
            files.tags.put(tag, digest(name, other));
        }
    }

    /** The digest of {@code bytes}. */
    public static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether there is such an image. */
    boolean has(String name) {
        return images.containsKey(name);
    }

    /** The tags of an image, in byte order. */
    public List<String> tags(String name) {
        ImageFiles files = files(name);
        synchronized (files.tags) {
            return List.copyOf(files.tags.keySet());
        }
    }

    /** What a tag names; the empty text if there is no such tag. */
    public String digest(String name, String tag) {
        ImageFiles files = files(name);
        synchronized (files.tags) {
            return files.tags.getOrDefault(tag, "");
        }
    }

    /** What a tag named first. */
    String first(String name, String tag) {
        ImageFiles files = files(name);
        synchronized (files.tags) {
            return files.first.getOrDefault(tag, "");
        }
    }

    /** The manifest or index of that digest; null if there is none. */
    byte @Nullable [] manifest(String name, String digest) {
        byte[] found = files(name).manifests.get(digest);
        return found == null ? null : found.clone();
    }

    /** The blob of that digest; null if there is none. */
    public @Nullable Blob blob(String name, String digest) {
        return files(name).blobs.get(digest);
    }

    /** The blob of that digest, under whatever name; null if there is none. */
    @Nullable
    Blob blob(String digest) {
        for (ImageFiles each : images.values()) {
            Blob found = each.blobs.get(digest);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A part of an image. */
    public record Part(String mediaType, Blob bytes) {
        /** Whether it is a layer, and neither a manifest nor a configuration. */
        public boolean layer() {
            return mediaType.contains(".layer.");
        }
    }

    /** All that the manifest or index of that digest needs, itself first, by digest. */
    public Map<String, Part> parts(String name, String digest) {
        Map<String, Part> parts = new LinkedHashMap<>();
        byte[] manifest = Objects.requireNonNull(manifest(name, digest), digest);
        String text = new String(manifest, StandardCharsets.UTF_8);
        parts.put(digest, new Part(text.contains("\"manifests\"") ? INDEX : MANIFEST, Blob.of(manifest)));
        Matcher descriptor = DESCRIPTOR.matcher(text);
        while (descriptor.find()) {
            String each = descriptor.group(2);
            if (descriptor.group(1).equals(MANIFEST)) {
                parts.putAll(parts(name, each));
            } else {
                parts.put(each, new Part(descriptor.group(1), Objects.requireNonNull(blob(name, each), each)));
            }
        }
        return parts;
    }

    private ImageFiles files(String name) {
        ImageFiles found = images.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return found;
    }
}
