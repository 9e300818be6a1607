package dev.breakwater.format.go.refresh;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pages of an index of new versions in the format of index.golang.org: one JSON object per line with {@code Path},
 * {@code Version} and {@code Timestamp}, the oldest first, from {@code since} on.
 */
public final class IndexFeed {
    private static final JsonMapper JSON = new JsonMapper();

    /** A new version in the index. */
    public record FeedLine(String module, String version, Instant at) {}

    private IndexFeed() {}

    /**
     * Reads a page; skips lines without a version of a module.
     *
     * @throws IllegalArgumentException if it is not such a page
     */
    public static List<FeedLine> read(byte[] page) {
        List<FeedLine> lines = new ArrayList<>();
        for (String line : new String(page, StandardCharsets.UTF_8)
                .lines()
                .filter(l -> !l.isBlank())
                .toList()) {
            try {
                JsonNode json = JSON.readTree(line);
                String module = json.path("Path").asString("");
                String version = json.path("Version").asString("");
                Instant at = Instant.parse(json.path("Timestamp").asString(""));
                if (ModulePath.parse(module) instanceof Parsed.Ok<ModulePath> && Version.read(version) != null) {
                    lines.add(new FeedLine(module, version, at));
                }
            } catch (JacksonException | DateTimeException e) {
                throw new IllegalArgumentException(
                        "line " + (lines.size() + 1)
                                + " is not a valid index line: expected Path, Version and Timestamp",
                        e);
            }
        }
        return lines;
    }
}
