package dev.breakwater.bench.conformance;

import dev.breakwater.testing.NpmPublication;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the manifests of published versions have, and what is true of each. */
final class Manifests {
    /** Members of a manifest that clients read when they install. */
    static final String RICH = """
            "dependencies":{"left-pad":"^1.3.0"},"optionalDependencies":{"fsevents":"*"},"peerDependencies":{"react":">=18"},
            "peerDependenciesMeta":{"react":{"optional":true}},"bin":{"conf":"index.js"},"engines":{"node":">=18"},
            "os":["linux","darwin"],"cpu":["x64","arm64"],"scripts":{"install":"node index.js"},
            "x-own-field":{"of":["the","author"]}""".replace("\n", "");

    private Manifests() {}

    /** Requires that {@code manifest} describes {@code tarball}: its integrity and its shasum are those of the bytes. */
    static void requireOf(JsonNode manifest, byte[] tarball) throws UnmetCheck {
        String integrity = manifest.path("dist").path("integrity").asString("");
        String shasum = manifest.path("dist").path("shasum").asString("");
        String right = "sha512-" + Base64.getEncoder().encodeToString(hash("SHA-512", tarball));
        UnmetCheck.unless(
                integrity.isEmpty() || integrity.contains(right), "the integrity is " + integrity + ", not " + right);
        UnmetCheck.unless(
                shasum.isEmpty() || shasum.equals(HexFormat.of().formatHex(hash("SHA-1", tarball))),
                "the shasum " + shasum + " is not that of the bytes");
        UnmetCheck.unless(
                !integrity.isEmpty() || !shasum.isEmpty(), "the manifest has neither an integrity nor a shasum");
    }

    private static byte[] hash(String algorithm, byte[] of) {
        try {
            return MessageDigest.getInstance(algorithm).digest(of);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** The tarball that the fixture has in this version. */
    static byte[] tarball(String name, String version) {
        String content = switch (version) {
            case "1.0.0" -> "one";
            case "1.1.0" -> "two";
            default -> "three";
        };
        return NpmPublication.tarball(name, version, content);
    }

    /** The names of an object's members. */
    static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }
}
