package dev.breakwater.format.go.module;

import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The hash of a go.mod file, as the {@code /go.mod} lines of go.sum have it. */
public final class GoModHash {
    private GoModHash() {}

    /** {@code h1:} and base64, as if the file were a module's only one and called {@code go.mod} ({@code goModSum}). */
    public static String h1(byte[] goMod) {
        return h1(Digest.of(goMod));
    }

    /** The same for a file with this SHA-256. */
    public static String h1(Digest sha256) {
        String line = sha256.hex() + "  go.mod\n";
        byte[] digest = Digest.sha256().digest(line.getBytes(StandardCharsets.UTF_8));
        return "h1:" + Base64.getEncoder().encodeToString(digest);
    }
}
