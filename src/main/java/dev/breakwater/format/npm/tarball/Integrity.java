package dev.breakwater.format.npm.tarball;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * What a registry says that a tarball's bytes hash to.
 *
 * @param hashes the hashes of the strongest algorithm that {@code dist.integrity} names (W3C Subresource Integrity §3.3.4), one
 *     of which must match, such as {@code sha512-…}; empty if there is none
 * @param shasum the SHA-1 in hexadecimal, {@code dist.shasum}; empty if there is none
 */
public record Integrity(List<String> hashes, String shasum) {
    /** Nothing is known. */
    public static final Integrity NONE = new Integrity(List.of(), "");

    private static final List<String> WEAKEST_FIRST = List.of("sha1", "sha256", "sha384", "sha512");
    private static final List<Integer> SIZES = List.of(20, 32, 48, 64);
    private static final int MOST = 16;

    /** Copies the list. */
    public Integrity {
        hashes = List.copyOf(hashes);
    }

    /** Reads both values, each of which may be missing (empty) or unusable. */
    public static Integrity of(String integrity, String shasum) {
        int strongest = -1;
        List<String> hashes = new ArrayList<>();
        for (String word : integrity.strip().split("\\s+", MOST)) {
            int dash = word.indexOf('-');
            int algorithm = dash < 0 ? -1 : WEAKEST_FIRST.indexOf(word.substring(0, dash));
            String hash = word.replaceFirst("\\?.*", "");
            if (algorithm < 0 || algorithm < strongest || !isHash(hash.substring(dash + 1), SIZES.get(algorithm))) {
                continue;
            }
            if (algorithm > strongest) {
                hashes.clear();
                strongest = algorithm;
            }
            hashes.add(hash);
        }
        String sha1 = shasum.toLowerCase(Locale.ROOT);
        return new Integrity(hashes, sha1.matches("[0-9a-f]{40}") ? sha1 : "");
    }

    private static boolean isHash(String base64, int bytes) {
        try {
            return Base64.getDecoder().decode(base64).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return hashes.isEmpty() && shasum.isEmpty();
    }

    /** Whether it has a hash that no one can forge: SHA-1 is broken. */
    public boolean isStrong() {
        return !hashes.isEmpty() && !hashes.getFirst().startsWith("sha1-");
    }

    /** The algorithm of {@link #hashes}, as in {@code sha512}; empty if there is none. */
    public String algorithm() {
        return hashes.isEmpty()
                ? ""
                : hashes.getFirst().substring(0, hashes.getFirst().indexOf('-'));
    }

    /** Whether both speak of the same bytes, as far as they can be compared; two that know nothing do. */
    public boolean agrees(Integrity other) {
        if (equals(other)) {
            return true;
        }
        if (!hashes.isEmpty() && algorithm().equals(other.algorithm())) {
            return hashes.equals(other.hashes);
        }
        return !shasum.isEmpty() && shasum.equals(other.shasum);
    }

    /** The strongest one that it names, for people. */
    @Override
    public String toString() {
        return !hashes.isEmpty() ? String.join(" ", hashes) : shasum.isEmpty() ? "no hash" : "sha1 " + shasum;
    }
}
