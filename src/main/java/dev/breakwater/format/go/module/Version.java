package dev.breakwater.format.go.module;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version as Go writes it, as in {@code v1.2.3-rc.1+incompatible}; {@code v1} and {@code v1.2} are versions too,
 * only not canonical ones. Rules and order are those of golang.org/x/mod/semver. Two are equal if they are written alike.
 */
public final class Version implements Comparable<Version> {
    /**
     * The better answer to a request for the latest version is greater: a release beats a tagged pre-release, which beats a
     * pseudo-version; among the same kind the semantic order decides.
     */
    public static final Comparator<Version> FOR_LATEST =
            Comparator.comparingInt(Version::rank).thenComparing(Comparator.naturalOrder());

    /** Longer than any file system takes as a folder's name. */
    private static final int LONGEST = 512;

    private final String text;

    /**
     * Where its parts end in {@code text}: offsets instead of strings, because lists hold very many versions. 0 for a part that
     * is missing.
     */
    private final int majorEnd;

    private final int minorEnd;
    private final int patchEnd;
    private final int prereleaseEnd;

    private Version(String text, int majorEnd, int minorEnd, int patchEnd, int prereleaseEnd) {
        this.text = text;
        this.majorEnd = majorEnd;
        this.minorEnd = minorEnd;
        this.patchEnd = patchEnd;
        this.prereleaseEnd = prereleaseEnd;
    }

    /** Reads the plain form. */
    public static Parsed<Version> parse(String text) {
        Version version = read(text);
        return version == null
                ? new Parsed.Bad<>(Quote.of(text) + " is not a valid version: it must look like v1.2.3, v1.2.3-rc.1 or"
                        + " v0.0.0-20060102150405-abcdef123456")
                : new Parsed.Ok<>(version);
    }

    /** Reads the form with {@code !x} for upper-case letters, as it stands in a URL. */
    public static Parsed<Version> parseEscaped(String escaped) {
        String plain = Escaping.unescape(escaped);
        return plain == null
                ? new Parsed.Bad<>(Quote.of(escaped) + " is not a valid escaped version: " + Escaping.fault(escaped))
                : parse(plain);
    }

    public static @Nullable Version read(String text) {
        if (!text.startsWith("v") || text.length() > LONGEST) {
            return null;
        }
        int majorEnd = number(text, 1);
        if (majorEnd < 0) {
            return null;
        }
        if (majorEnd == text.length()) {
            return new Version(text, majorEnd, 0, 0, 0);
        }
        int minorEnd = text.charAt(majorEnd) == '.' ? number(text, majorEnd + 1) : -1;
        if (minorEnd < 0) {
            return null;
        }
        if (minorEnd == text.length()) {
            return new Version(text, majorEnd, minorEnd, 0, 0);
        }
        int patchEnd = text.charAt(minorEnd) == '.' ? number(text, minorEnd + 1) : -1;
        if (patchEnd < 0) {
            return null;
        }
        int plus = text.indexOf('+', patchEnd);
        int buildFrom = plus < 0 ? text.length() : plus;
        String prerelease = text.substring(patchEnd, buildFrom);
        String build = text.substring(buildFrom);
        boolean ok = (prerelease.isEmpty() || (prerelease.charAt(0) == '-' && identifiers(prerelease, true)))
                && (build.isEmpty() || identifiers(build, false));
        return ok ? new Version(text, majorEnd, minorEnd, patchEnd, buildFrom) : null;
    }

    /** The end of the decimal number without leading zeros that begins at {@code from}; -1 if there is none. */
    private static int number(String text, int from) {
        int to = from;
        while (to < text.length() && isDigit(text.charAt(to))) {
            to++;
        }
        boolean wrong = to == from || (text.charAt(from) == '0' && to - from > 1);
        return wrong ? -1 : to;
    }

    /** Whether what follows the first character is identifiers separated by dots. */
    private static boolean identifiers(String part, boolean numbersMatter) {
        int from = 1;
        for (int i = 1; i <= part.length(); i++) {
            char c = i == part.length() ? '.' : part.charAt(i);
            if (c != '.') {
                if (!isIdentifier(c)) {
                    return false;
                }
                continue;
            }
            boolean leadingZero = i - from > 1 && part.charAt(from) == '0' && allDigits(part.substring(from, i));
            if (i == from || (numbersMatter && leadingZero)) {
                return false;
            }
            from = i + 1;
        }
        return true;
    }

    private static boolean isIdentifier(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean allDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** As it stands in a URL, with {@code !x} for upper-case letters. */
    public String escaped() {
        return Escaping.escape(text);
    }

    /** As in {@code v2}. */
    public String major() {
        return text.substring(0, majorEnd);
    }

    /** As in {@code v2.1}. */
    public String majorMinor() {
        return "v" + part(1, majorEnd) + "." + minor();
    }

    /** The number after the second dot. */
    String patch() {
        return patchEnd == 0 ? "0" : part(minorEnd + 1, patchEnd);
    }

    String minor() {
        return minorEnd == 0 ? "0" : part(majorEnd + 1, minorEnd);
    }

    private String part(int from, int to) {
        return text.substring(from, to);
    }

    /** What is missing for the full form: empty, {@code .0} or {@code .0.0}. */
    private String missing() {
        return minorEnd == 0 ? ".0.0" : patchEnd == 0 ? ".0" : "";
    }

    /** As in {@code -rc.1}; empty if there is none. */
    public String prerelease() {
        return part(patchEnd, prereleaseEnd);
    }

    /** As in {@code +incompatible}; empty if there is none. */
    public String build() {
        return patchEnd == 0 ? "" : part(prereleaseEnd, text.length());
    }

    /** Whether it is of a module that has no go.mod and a major version above 1. */
    public boolean isIncompatible() {
        return patchEnd != 0 && text.startsWith("+incompatible", prereleaseEnd) && build().length() == 13;
    }

    /** With all three numbers, and without build metadata other than {@code +incompatible} ({@code CanonicalVersion}). */
    public Version canonical() {
        if (isCanonical()) {
            return this;
        }
        String core = text.substring(0, text.length() - build().length());
        return parse(core + missing()).get();
    }

    /** Whether it is its own canonical form: only such a version has a zip. */
    public boolean isCanonical() {
        return patchEnd != 0 && (prereleaseEnd == text.length() || isIncompatible());
    }

    /** Its parts if it is a pseudo-version, which names a commit without a tag. */
    public Optional<PseudoVersion> pseudo() {
        return PseudoVersion.of(this);
    }

    private int rank() {
        if (patchEnd == prereleaseEnd) {
            return 2;
        }
        return pseudo().isPresent() ? 0 : 1;
    }

    /** Semantic precedence alone: 0 also for versions that differ only in build metadata. */
    public int precedence(Version other) {
        int order = compareNumbers(text, 1, majorEnd, other.text, 1, other.majorEnd);
        if (order == 0 && (minorEnd == 0 || other.minorEnd == 0)) {
            order = compareNumbers(minor(), other.minor());
        } else if (order == 0) {
            order = compareNumbers(text, majorEnd + 1, minorEnd, other.text, other.majorEnd + 1, other.minorEnd);
        }
        if (order == 0 && (patchEnd == 0 || other.patchEnd == 0)) {
            order = compareNumbers(patch(), other.patch());
        } else if (order == 0) {
            order = compareNumbers(text, minorEnd + 1, patchEnd, other.text, other.minorEnd + 1, other.patchEnd);
        }
        boolean releases = patchEnd == prereleaseEnd && other.patchEnd == other.prereleaseEnd;
        return order == 0 && !releases ? comparePrereleases(prerelease(), other.prerelease()) : order;
    }

    /** Semantic precedence; versions of the same precedence are ordered by text ({@code semver.Sort}). */
    @Override
    public int compareTo(Version other) {
        int order = precedence(other);
        return order == 0 ? text.compareTo(other.text) : order;
    }

    private static int compareNumbers(String a, String b) {
        return compareNumbers(a, 0, a.length(), b, 0, b.length());
    }

    private static int compareNumbers(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
        int order = Integer.compare(aTo - aFrom, bTo - bFrom);
        for (int i = 0; order == 0 && i < aTo - aFrom; i++) {
            order = Character.compare(a.charAt(aFrom + i), b.charAt(bFrom + i));
        }
        return order;
    }

    private static int comparePrereleases(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        int i = 1;
        int j = 1;
        while (i <= a.length() && j <= b.length()) {
            int iEnd = identifierEnd(a, i);
            int jEnd = identifierEnd(b, j);
            int order = compareIdentifiers(a.substring(i, iEnd), b.substring(j, jEnd));
            if (order != 0) {
                return order;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return Boolean.compare(i <= a.length(), j <= b.length());
    }

    private static int identifierEnd(String part, int from) {
        int dot = part.indexOf('.', from);
        return dot < 0 ? part.length() : dot;
    }

    private static int compareIdentifiers(String a, String b) {
        boolean aIsNumber = allDigits(a);
        boolean bIsNumber = allDigits(b);
        if (aIsNumber != bIsNumber) {
            return aIsNumber ? -1 : 1;
        }
        return aIsNumber ? compareNumbers(a, b) : a.compareTo(b);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
