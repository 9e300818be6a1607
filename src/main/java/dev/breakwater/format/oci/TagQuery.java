package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.name.Reference.Tag;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which part of a list a client asks for: distribution specification, "Listing tags".
 *
 * @param most the most elements, {@code n}; -1 for all
 * @param last the element before the first one; empty for none
 */
record TagQuery(int most, String last) {
    /** A part of a list. {@code next} is the query of the part behind it; empty if there is none. */
    record TagPage(List<String> tags, String next) {}

    /** The part of a list of tags in the query {@code text}; empty if it is malformed. */
    static Optional<TagQuery> parse(String text) {
        return parse(text, last -> Tag.parse(last).isPresent());
    }

    /** The same of a list whose elements {@code valid} tells. */
    static Optional<TagQuery> parse(String text, Predicate<String> valid) {
        QueryText query = new QueryText(text);
        String n = query.first("n");
        String last = query.first("last");
        if (n != null && !n.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return last == null || last.isEmpty() || valid.test(last)
                ? Optional.of(new TagQuery(n == null ? -1 : Integer.parseInt(n), last == null ? "" : last))
                : Optional.empty();
    }

    /** The same with at most {@code limit} elements. */
    TagQuery atMost(int limit) {
        return most >= 0 && most <= limit ? this : new TagQuery(limit, last);
    }

    /** That part of {@code all}, which is in byte order. */
    TagPage of(List<String> all) {
        List<String> behind = last.isEmpty()
                ? all
                : all.stream().filter(tag -> tag.compareTo(last) > 0).toList();
        if (most < 0 || behind.size() <= most) {
            return new TagPage(behind, "");
        }
        List<String> some = behind.subList(0, most);
        return new TagPage(some, some.isEmpty() ? "" : "n=" + most + "&last=" + some.getLast());
    }
}
