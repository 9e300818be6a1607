package dev.breakwater.format.npm.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The query of a search (npm/registry, docs/REGISTRY-API.md, "GET·/-/v1/search"), checked.
 *
 * @param known its known parameters, decoded
 */
record SearchQuery(Map<String, String> known) {
    private static final List<String> NUMBERS = List.of("size", "from", "quality", "popularity", "maintenance");
    private static final int LONGEST = 1_000;
    private static final int MOST_WORDS = 32;
    private static final int USUAL_SIZE = 20;

    /** The most results at once, as at the public registry. */
    private static final int LARGEST_SIZE = 250;

    /** Copies the map. */
    SearchQuery {
        known = Map.copyOf(known);
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is too long or not encoded; the message says which
     */
    static SearchQuery read(String query) {
        if (query.length() > LONGEST) {
            throw new IllegalArgumentException("a search has at most " + LONGEST + " characters");
        }
        Map<String, String> known = new TreeMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = parameter.substring(0, equals);
            String value;
            try {
                value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the search is not percent-encoded", e);
            }
            if (name.equals("text") || (NUMBERS.contains(name) && value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?"))) {
                known.put(name, value);
            }
        }
        return new SearchQuery(known);
    }

    /** What is searched for. */
    String text() {
        return known.getOrDefault("text", "");
    }

    /** The words of the text, in lower case. */
    List<String> words() {
        return Arrays.stream(text().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST_WORDS)
                .toList();
    }

    /** The query as it is sent to a registry. */
    String encoded() {
        StringJoiner encoded = new StringJoiner("&");
        new TreeMap<>(known)
                .forEach((name, value) -> encoded.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return encoded.toString();
    }

    /** How many results are skipped. */
    int from() {
        return number("from", 0);
    }

    /** The most results. */
    int size() {
        return Math.min(number("size", USUAL_SIZE), LARGEST_SIZE);
    }

    private int number(String name, int usual) {
        String value = known.get(name);
        return value == null ? usual : (int) Double.parseDouble(value);
    }

    /** The same search for other results. */
    SearchQuery page(int from, int size) {
        Map<String, String> other = new TreeMap<>(known);
        other.put("from", Integer.toString(from));
        other.put("size", Integer.toString(size));
        return new SearchQuery(other);
    }

    /** Whether the text may name a package of {@code patterns}: then no registry is told of it. */
    boolean mayName(List<String> patterns) {
        String lower = text().toLowerCase(Locale.ROOT);
        return patterns.stream().map(SearchQuery::beginning).anyMatch(lower::contains);
    }

    /** The scope of a pattern, else the pattern up to its first wildcard. */
    private static String beginning(String pattern) {
        String plain = pattern.replaceFirst("[*?\\[\\\\].*", "").toLowerCase(Locale.ROOT);
        // people search for a scope without its sign as well
        return plain.replaceFirst("^@", "").replaceFirst("/.*", "");
    }
}
