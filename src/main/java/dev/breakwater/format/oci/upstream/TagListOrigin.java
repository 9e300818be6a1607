package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.WrappedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads all pages of a registry's list of tags, and says them in byte order, one a line (distribution specification, "Listing
 * tags"). The link to the next page counts by its query alone, which registries write in ways of their own: whatever else it
 * names, the same list of the same registry is read.
 */
public record TagListOrigin(Origin origin, ImageName image) implements WrappedOrigin {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LINK = "link";
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 1000;

    /** The most tags: at most 128 bytes each, and a line feed. */
    private static final int MOST_TAGS = 100_000;

    private static final Pattern NEXT =
            Pattern.compile("\\s*<[^<>?]*\\?([A-Za-z0-9._~%&=+/:@!$*,;-]{1,1000})>\\s*;\\s*rel=\"?next\"?.*");
    private static final Pattern ANY_NEXT = Pattern.compile(".*\\brel=\"?next\\b.*", Pattern.CASE_INSENSITIVE);

    /** The path of the first page. */
    public static String path(ImageName name) {
        return page(name, "n=" + PAGE);
    }

    private static String page(ImageName name, String query) {
        return name + "/tags/list?" + query;
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        SortedSet<String> tags = new TreeSet<>();
        Set<String> read = new HashSet<>();
        // a list that leads back to a page has no more
        for (String path = ask.path(); !path.isEmpty() && read.add(path); ) {
            ManifestSink content = new ManifestSink();
            Outcome outcome = content.receive(origin, ask.at(path).whole(Set.of(LINK)));
            if (!(outcome instanceof Outcome.Found(Head head, String _))) {
                return outcome;
            }
            String wrong = read(content.bytes(), tags);
            if (!wrong.isEmpty()) {
                return new Outcome.Unavailable(wrong);
            }
            String link = head.headers().getOrDefault(LINK, "");
            Matcher next = NEXT.matcher(link);
            if (!next.matches() && ANY_NEXT.matcher(link).matches()) {
                return new Outcome.Unavailable("sent a list of tags whose next page has no usable address");
            }
            path = next.matches() ? page(image, next.group(1)) : "";
            if (read.size() > MOST_PAGES || tags.size() > MOST_TAGS) {
                return new Outcome.Unavailable("lists more tags than this server reads: " + tags.size());
            }
        }
        StringBuilder lines = new StringBuilder();
        tags.forEach(tag -> lines.append(tag).append('\n'));
        byte[] all = lines.toString().getBytes(StandardCharsets.US_ASCII);
        return Statements.tell(all, Map.of(), sink);
    }

    /** What is wrong with a page; empty if nothing is. */
    private String read(byte[] page, SortedSet<String> into) {
        try {
            JsonNode json = JSON.readTree(page);
            JsonNode tags = json.path("tags");
            if (!json.isObject() || !(tags.isArray() || tags.isNull() || tags.isMissingNode())) {
                return "sent something that is not a list of tags";
            }
            for (JsonNode tag : tags) {
                Optional<Tag> valid = Tag.parse(tag.asString(""));
                if (valid.isEmpty()) {
                    return "sent a list with a malformed tag";
                }
                into.add(valid.get().text());
            }
            return "";
        } catch (JacksonException e) {
            return "sent a list of tags that is not JSON";
        }
    }
}
