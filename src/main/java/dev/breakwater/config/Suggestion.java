package dev.breakwater.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The suggestion of a known name that is close to an unknown one. */
public final class Suggestion {
    private Suggestion() {}

    /** What to write instead of {@code text}: the closest of {@code known}, or all of them if none is close. */
    public static String advice(String text, Collection<String> known) {
        return to(text, known)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "expected one of: " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** The closest of {@code known}, if it is close. {@code dataDir} and {@code data_dir} are {@code data-dir}. */
    public static Optional<String> to(String text, Collection<String> known) {
        if (text.length() > 100) {
            return Optional.empty();
        }
        String plain = plain(text);
        return known.stream()
                .filter(each ->
                        distance(plain, plain(each)) <= Math.max(1, Math.min(plain.length(), each.length()) / 3))
                .min(Comparator.comparingInt((String each) -> distance(plain, plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String text) {
        return text.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
