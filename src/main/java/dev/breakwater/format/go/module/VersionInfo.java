package dev.breakwater.format.go.module;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A mirror's metadata of a version, {@code .info} and {@code @latest}: JSON with {@code Version}, {@code Time} in RFC 3339 and
 * further fields such as {@code Origin}, which are kept as received.
 *
 * @param version the version
 * @param time when its commit was made; null if the mirror does not say
 * @param json all of it, as received
 */
public record VersionInfo(Version version, @Nullable Instant time, byte[] json) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    /** Parses one. Rejects what the go command would not accept either, and what could be read in two ways. */
    public static Parsed<VersionInfo> parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new InfoReader(json).read(parser);
        } catch (JacksonException e) {
            return new Parsed.Bad<>("is not proper JSON (" + Quote.of(String.valueOf(e.getOriginalMessage()))
                    + "), and begins with " + Quote.of(begin(json)));
        }
    }

    /** Metadata that the server makes itself. */
    public static VersionInfo of(Version version, @Nullable Instant time) {
        String text = "{\"Version\":\"" + version + "\"" + (time == null ? "" : ",\"Time\":\"" + time + "\"") + "}";
        return new VersionInfo(version, time, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String begin(byte[] json) {
        return new String(json, 0, Math.min(json.length, 60), StandardCharsets.UTF_8);
    }

    /** Whether both name the same version, and the same instant if both name one. */
    public boolean agreesWith(VersionInfo other) {
        return version.equals(other.version) && (time == null || other.time == null || time.equals(other.time));
    }

    /** Equal if version, instant and every byte are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionInfo that
                && version.equals(that.version)
                && Objects.equals(time, that.time)
                && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, time);
    }

    /** What was received, as text. */
    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static final class InfoReader {
        private final byte[] json;
        private @Nullable String version;
        private @Nullable String time;
        private @Nullable String fault;

        InfoReader(byte[] json) {
            this.json = json;
        }

        Parsed<VersionInfo> read(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Parsed.Bad<>("is not a JSON object, but begins with " + Quote.of(begin(json)));
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                field(parser.currentName(), parser);
            }
            if (parser.nextToken() != null) {
                fault = "has more data after its JSON object";
            }
            return fault == null ? finish() : new Parsed.Bad<>(fault);
        }

        private void field(String name, JsonParser parser) {
            JsonToken token = parser.nextToken();
            // Go takes names in any case, and the last of several.
            if (name.equalsIgnoreCase("version")) {
                fault = version == null ? fault : "has two fields for the version";
                version = string("Version", token, parser);
            } else if (name.equalsIgnoreCase("time")) {
                fault = time == null ? fault : "has two fields for the time";
                time = token == JsonToken.VALUE_NULL ? null : string("Time", token, parser);
            } else {
                parser.skipChildren();
            }
        }

        private @Nullable String string(String name, JsonToken token, JsonParser parser) {
            if (token == JsonToken.VALUE_STRING) {
                return parser.getString();
            }
            fault = "has a " + name + " that is not a string";
            parser.skipChildren();
            return null;
        }

        private Parsed<VersionInfo> finish() {
            if (version == null) {
                return new Parsed.Bad<>("names no Version");
            }
            Version read = Version.read(version);
            if (read == null || !read.isCanonical()) {
                return new Parsed.Bad<>("has the Version " + Quote.of(version) + ", which is not a canonical version");
            }
            if (time == null) {
                return new Parsed.Ok<>(new VersionInfo(read, null, json));
            }
            try {
                return RFC_3339.matcher(time).matches()
                        ? new Parsed.Ok<>(
                                new VersionInfo(read, OffsetDateTime.parse(time).toInstant(), json))
                        : badTime(time);
            } catch (DateTimeException e) {
                return badTime(time);
            }
        }

        private static Parsed<VersionInfo> badTime(String time) {
            return new Parsed.Bad<>(
                    "has the Time " + Quote.of(time) + ", which is not an RFC 3339 time like 2006-01-02T15:04:05Z");
        }
    }
}
