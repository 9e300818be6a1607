package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Packages for npm registries, the same ones each time but for signatures. More may be published while it is served. */
public final class NpmCorpus {
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

    private final Map<String, List<NpmRelease>> packages = new ConcurrentSkipListMap<>();
    private final @Nullable NpmSigner signer;

    /** An empty one; {@code signer} signs what is published, null for no signatures. */
    public NpmCorpus(@Nullable NpmSigner signer) {
        this.signer = signer;
    }

    /**
     * {@code count} packages, each of two versions, {@code 1.0.0} and {@code 1.1.0}, every seventh in the scope {@code @leaf}.
     * Each depends on up to three with higher numbers: {@link #name} 0 needs all of them, directly or not.
     */
    public NpmCorpus tree(int count) {
        for (int i = 0; i < count; i++) {
            Map<String, String> dependencies = new TreeMap<>();
            for (int next : new int[] {2 * i + 1, 2 * i + 2, i + 5}) {
                if (next < count) {
                    dependencies.put(name(next), "^1.0.0");
                }
            }
            publish(name(i), "1.0.0", dependencies, 300 + 37 * i % 2000);
            publish(name(i), "1.1.0", dependencies, 300 + 41 * i % 2000);
        }
        return this;
    }

    /** The name of package {@code i} of {@link #tree}. */
    public static String name(int i) {
        return (i % 7 == 6 ? "@leaf/" : "") + "p%03d".formatted(i);
    }

    /** Publishes a version whose tarball has {@code noise} incompressible bytes. */
    public NpmCorpus publish(String name, String version, Map<String, String> dependencies, int noise) {
        byte[] tarball = NpmTarball.of(
                name, version, dependencies, "module.exports = '" + version + "'\n", noise, name.hashCode());
        return add(name, version, dependencies, "the package " + name, tarball, NpmTarball.integrity(tarball));
    }

    /** A package whose document has about {@code size} bytes, in versions of 1 kB; none but the last can be downloaded. */
    public NpmCorpus publishLong(String name, int size) {
        int count = size / 1000;
        for (int i = 0; i < count; i++) {
            String version = "1." + i + ".0";
            String filler = HexFormat.of().formatHex(new Noise(i + name.hashCode(), 320).bytes());
            add(
                    name,
                    version,
                    Map.of(),
                    filler,
                    new byte[0],
                    NpmTarball.integrity((name + i).getBytes(StandardCharsets.UTF_8)));
        }
        return publish(name, "2.0.0", Map.of(), 500);
    }

    private NpmCorpus add(
            String name,
            String version,
            Map<String, String> dependencies,
            String filler,
            byte[] tarball,
            String integrity) {
        String signature = signer == null ? "" : signer.sign(name, version, integrity);
        packages.compute(name, (_, before) -> {
            List<NpmRelease> all = new ArrayList<>(before == null ? List.of() : before);
            Instant time = FIRST.plusSeconds(3_600L * all.size());
            all.add(new NpmRelease(name, version, dependencies, filler, tarball, integrity, time, signature));
            return all;
        });
        return this;
    }

    /** Every package's name. */
    public List<String> names() {
        return List.copyOf(packages.keySet());
    }

    /** The versions of a package, the newest last; none if there is no such package. */
    public List<String> versions(String name) {
        return releases(name).stream().map(NpmRelease::version).toList();
    }

    /** The integrity of a version's tarball. */
    public String integrity(String name, String version) {
        return release(name, version).integrity();
    }

    /** What a version needs: ranges by name. */
    public Map<String, String> dependencies(String name, String version) {
        return Map.copyOf(release(name, version).dependencies());
    }

    /** The path of a version's tarball, with a slash before it. */
    public String tarballPath(String name, String version) {
        return release(name, version).path();
    }

    /** The bytes of a version's tarball. */
    public byte[] tarball(String name, String version) {
        return release(name, version).tarball().clone();
    }

    private NpmRelease release(String name, String version) {
        return releases(name).stream()
                .filter(it -> it.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name + "@" + version));
    }

    List<NpmRelease> releases(String name) {
        return packages.getOrDefault(name, List.of());
    }
}
