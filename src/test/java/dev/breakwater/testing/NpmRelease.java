package dev.breakwater.testing;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of an npm package.
 *
 * @param dependencies ranges by name
 * @param filler what makes its manifest longer
 * @param tarball what is installed; its integrity is {@code integrity}
 * @param signature the registry's signature of {@code name@version:integrity}; empty for none
 */
record NpmRelease(
        String name,
        String version,
        Map<String, String> dependencies,
        String filler,
        byte[] tarball,
        String integrity,
        Instant time,
        String signature) {
    /** The version that {@link NpmLie#INVENTED_VERSION} has. */
    static final String INVENTED = "99.0.0";

    NpmRelease {
        dependencies = new TreeMap<>(dependencies);
    }

    /** The path of its tarball. */
    String path() {
        return "/" + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
    }

    /** The same version with other bytes, under the old signature. */
    NpmRelease tampered() {
        byte[] other = NpmTarball.of(name, version, dependencies, "module.exports = 'evil'\n", 0, 0);
        return new NpmRelease(name, version, dependencies, filler, other, NpmTarball.integrity(other), time, signature);
    }

    /** A later version that was never published. */
    NpmRelease invented() {
        byte[] other = NpmTarball.of(name, INVENTED, Map.of(), "module.exports = 'evil'\n", 0, 0);
        return new NpmRelease(
                name, INVENTED, Map.of(), filler, other, NpmTarball.integrity(other), time.plusSeconds(3600), "");
    }

    /** The same version, with one letter of its first dependency changed. */
    NpmRelease misspelt() {
        Map<String, String> wrong = new TreeMap<>();
        dependencies.forEach((of, range) ->
                wrong.put(wrong.isEmpty() ? of.substring(0, of.length() - 1) + "x" : of, range));
        return new NpmRelease(name, version, wrong, filler, tarball, integrity, time, signature);
    }

    /** Its manifest as the registry at {@code url} shows it. */
    void write(StringBuilder json, String url, boolean signed) {
        json.append("{\"name\":\"").append(name).append("\",\"version\":\"").append(version);
        json.append("\",\"description\":\"").append(filler).append("\",\"main\":\"index.js\",\"dependencies\":{");
        String comma = "";
        for (Map.Entry<String, String> each : dependencies.entrySet()) {
            json.append(comma)
                    .append('"')
                    .append(each.getKey())
                    .append("\":\"")
                    .append(each.getValue())
                    .append('"');
            comma = ",";
        }
        json.append("},\"dist\":{\"integrity\":\"").append(integrity).append("\",\"tarball\":\"");
        json.append(url).append(path()).append('"');
        if (signed && !signature.isEmpty()) {
            json.append(",\"signatures\":[{\"keyid\":\"").append(NpmSigner.KEY_ID);
            json.append("\",\"sig\":\"").append(signature).append("\"}]");
        }
        json.append("},\"_npmVersion\":\"11.0.0\"}");
    }
}
