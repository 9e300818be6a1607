package dev.breakwater.format.go.module;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a pseudo-version, which names a commit that has no tag. There are five forms, all of them described in
 * {@code pseudo.go} of golang.org/x/mod/module:
 *
 * <pre>
 * vX.0.0-yyyymmddhhmmss-abcdef123456                     nothing was tagged before
 * vX.Y.(Z+1)-0.yyyymmddhhmmss-abcdef123456[+incompatible]  vX.Y.Z was
 * vX.Y.Z-pre.0.yyyymmddhhmmss-abcdef123456[+incompatible]  vX.Y.Z-pre was
 * </pre>
 *
 * @param version the whole
 * @param timestamp the commit's time as written there, 14 digits
 * @param revision the commit, usually its first 12 hexadecimal digits
 */
public record PseudoVersion(Version version, String timestamp, String revision) {
    private static final int TIMESTAMP = 14;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    static Optional<PseudoVersion> of(Version version) {
        String prerelease = version.prerelease();
        int dash = prerelease.lastIndexOf('-');
        if (dash < 1 + TIMESTAMP || !isAlphanumeric(prerelease, dash + 1)) {
            return Optional.empty();
        }
        String timestamp = prerelease.substring(dash - TIMESTAMP, dash);
        String before = prerelease.substring(1, dash - TIMESTAMP);
        boolean form = before.isEmpty()
                ? version.minor().equals("0") && version.patch().equals("0")
                : before.equals("0.") || before.endsWith(".0.");
        if (!form || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(new PseudoVersion(version, timestamp, prerelease.substring(dash + 1)));
    }

    private static boolean isAlphanumeric(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return from < text.length();
    }

    /**
     * Makes the pseudo-version of a commit.
     *
     * @param major as in {@code v2}; only used if nothing was tagged before
     * @param older the newest tag before it
     */
    public static Version of(String major, @Nullable Version older, Instant time, String revision) {
        String segment = TIME.format(time.atOffset(ZoneOffset.UTC)) + "-" + revision;
        if (older == null) {
            return Version.parse(major + ".0.0-" + segment).get();
        }
        String pre = older.prerelease();
        String text = pre.isEmpty()
                ? older.majorMinor() + "." + new BigInteger(older.patch()).add(BigInteger.ONE) + "-0." + segment
                : older.majorMinor() + "." + older.patch() + pre + ".0." + segment;
        return Version.parse(text + older.build()).get();
    }

    /** The commit's time; empty if the digits are not a valid time. */
    public Optional<Instant> time() {
        try {
            return Optional.of(LocalDateTime.parse(timestamp, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The version that was tagged before the commit; empty if there was none, bad if it can't be any version. */
    public Parsed<Optional<Version>> base() {
        String prerelease = version.prerelease();
        String before = prerelease.substring(1, prerelease.length() - TIMESTAMP - 1 - revision.length());
        String core = version.majorMinor() + ".";
        if (before.isEmpty()) {
            return version.build().isEmpty()
                    ? new Parsed.Ok<>(Optional.empty())
                    : bad("it is based on no version, and so cannot end in " + version.build());
        }
        if (!before.equals("0.")) {
            String pre = "-" + before.substring(0, before.length() - ".0.".length());
            return ok(core + version.patch() + pre + version.build());
        }
        BigInteger patch = new BigInteger(version.patch());
        return patch.signum() == 0
                ? bad("there is no version before " + core + "0 that it could be based on")
                : ok(core + patch.subtract(BigInteger.ONE) + version.build());
    }

    private static Parsed<Optional<Version>> ok(String base) {
        return new Parsed.Ok<>(Optional.of(Version.parse(base).get()));
    }

    private Parsed<Optional<Version>> bad(String why) {
        return new Parsed.Bad<>(Quote.of(version.text()) + " is not a valid pseudo-version: " + why);
    }
}
