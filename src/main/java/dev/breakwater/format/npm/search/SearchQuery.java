package dev.breakwater.format.npm.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The query of a search (npm/registry, docs/REGISTRY-API.md, "GET·/-/v1/search"), checked.
 *
 * @param text what is searched for
 * @param encoded the query as it is sent to a registry: known parameters alone
 */
record SearchQuery(String text, String encoded) {
    private static final List<String> NUMBERS = List.of("size", "from", "quality", "popularity", "maintenance");
    private static final int LONGEST = 1_000;

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
        StringJoiner encoded = new StringJoiner("&");
        known.forEach((name, value) -> encoded.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return new SearchQuery(known.getOrDefault("text", ""), encoded.toString());
    }

    /** Whether the text may name a package of {@code patterns}: then no registry is told of it. */
    boolean mayName(List<String> patterns) {
        String lower = text.toLowerCase(Locale.ROOT);
        return patterns.stream().map(SearchQuery::beginning).anyMatch(lower::contains);
    }

    /** The scope of a pattern, else the pattern up to its first wildcard. */
    private static String beginning(String pattern) {
        String plain = pattern.replaceFirst("[*?\\[\\\\].*", "").toLowerCase(Locale.ROOT);
        // people search for a scope without its sign as well
        return plain.replaceFirst("^@", "").replaceFirst("/.*", "");
    }
}
