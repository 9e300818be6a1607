package dev.breakwater.format.npm.document;

import dev.breakwater.config.SafeText;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a document in one pass, without holding it, and checks its form. */
public final class SummaryReader {
    private static final int MOST_VERSIONS = 50_000;
    private static final int MOST_TAGS = 10_000;
    private static final int MOST_MEMBERS = 1_000;
    private static final int LONGEST_WORD = 256;

    /** Of all that is kept of one document, in characters. */
    private static final int MOST_KEPT = 24 << 20;

    /** Before the first registry; and how far its clock may be ahead of this server's. */
    private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

    private static final Duration SKEW = Duration.ofDays(1);

    /** Clients may ask for a single one, which is held in memory. In bytes. */
    private static final long LARGEST_MANIFEST = 4 << 20;

    private final PackageName name;
    private final JsonParser json;
    private final Instant latest;
    private final ManifestDigest digest = new ManifestDigest();
    private final Map<String, VersionClaim> versions = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, Instant> times = new LinkedHashMap<>();
    private @Nullable Instant created;
    private @Nullable Instant modified;
    private final Set<String> attested = new HashSet<>();
    private long rest;
    private boolean named;
    private int kept;

    private SummaryReader(PackageName name, JsonParser json, Instant now) {
        this.name = name;
        this.json = json;
        this.latest = now.plus(SKEW);
    }

    /** Thrown if it is not a document of that package; the message says why. */
    public static final class MalformedDocument extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedDocument(String why) {
            super(why);
        }
    }

    /**
     * Reads the document of {@code name}; closes {@code in}. Times after {@code now} count for nothing.
     *
     * @throws MalformedDocument if it is not one
     * @throws IOException if {@code in} can't be read
     */
    public static DocumentSummary read(PackageName name, InputStream in, Instant now)
            throws MalformedDocument, IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            return new SummaryReader(name, json, now).read();
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new MalformedDocument("is not JSON, or exceeds a limit: " + SafeText.shown(e.getOriginalMessage()));
        }
    }

    private DocumentSummary read() throws MalformedDocument {
        require(json.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
        Set<String> seen = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            require(seen.size() < MOST_MEMBERS, "has more than " + MOST_MEMBERS + " members");
            require(seen.add(member), "has a member twice: " + SafeText.shown(member));
            switch (member) {
                case "name" -> {
                    json.nextToken();
                    require(name.text().equals(text()), "is of another package");
                    named = true;
                }
                case "versions" -> versions();
                case "dist-tags" -> tags();
                case "time" -> times();
                case DocumentWriter.ATTESTED -> attested();
                default -> rest(member);
            }
        }
        require(json.nextToken() == null, "has something behind its end");
        require(named, "names no package");
        require(seen.contains("versions"), "has no versions");
        // other tags may outlive their versions; an install that names no version takes the latest one
        String latest = tags.get("latest");
        require(
                latest == null || versions.isEmpty() || versions.containsKey(latest),
                "its tag latest names no version");
        return new DocumentSummary(versions, tags, times, created, modified, rest, attested);
    }

    private static void require(boolean right, String otherwise) throws MalformedDocument {
        if (!right) {
            throw new MalformedDocument(otherwise);
        }
    }

    private void keep(int characters) throws MalformedDocument {
        kept += characters;
        require(kept <= MOST_KEPT, "says too much of its versions");
    }

    private void rest(String member) {
        if (member.startsWith("_")) {
            json.nextToken();
            json.skipChildren();
        } else {
            rest += digest.member(json);
        }
    }

    private @Nullable String text() {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : null;
    }

    private void tags() throws MalformedDocument {
        require(json.nextToken() == JsonToken.START_OBJECT, "has dist-tags that are not an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String tag = json.currentName();
            json.nextToken();
            String version = text();
            if (version == null) {
                throw new MalformedDocument("has a tag that is not a text");
            }
            require(tags.size() < MOST_TAGS, "has more than " + MOST_TAGS + " tags");
            require(tag.length() <= LONGEST_WORD && version.length() <= LONGEST_WORD, "has a tag that is too long");
            keep(tag.length() + version.length());
            tags.put(tag, version);
        }
    }

    private void attested() throws MalformedDocument {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String version = text();
            if (version != null && version.length() <= LONGEST_WORD) {
                keep(version.length());
                attested.add(version);
                require(attested.size() <= MOST_VERSIONS, "has more than " + MOST_VERSIONS + " versions");
            }
            json.skipChildren();
        }
    }

    private void times() throws MalformedDocument {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String of = json.currentName();
            json.nextToken();
            Instant time = instant();
            json.skipChildren();
            if (time == null) {
                continue;
            }
            switch (of) {
                case "created" -> created = time;
                case "modified" -> modified = time;
                default -> {
                    require(times.size() <= MOST_VERSIONS, "has more than " + MOST_VERSIONS + " times");
                    if (SemanticVersion.parse(of).isPresent()) {
                        keep(of.length());
                        times.put(of, time);
                    }
                }
            }
        }
    }

    private @Nullable Instant instant() {
        String text = text();
        try {
            Instant time = text == null ? null : Instant.parse(text);
            return time == null || time.isBefore(EARLIEST) || time.isAfter(latest) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private void versions() throws MalformedDocument {
        require(json.nextToken() == JsonToken.START_OBJECT, "has versions that are not an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String version = json.currentName();
            require(
                    json.nextToken() == JsonToken.START_OBJECT,
                    "its version " + SafeText.shown(version) + " is not an object");
            long from = json.currentLocation().getByteOffset();
            VersionClaim claim = version(version);
            require(
                    json.currentLocation().getByteOffset() - from <= LARGEST_MANIFEST,
                    "its version " + SafeText.shown(version) + " has a manifest of more than 4 MiB");
            keep(version.length() + claim.length());
            // no client could ask for it, and it has no tarball's path
            if (SemanticVersion.parse(version).isPresent()) {
                require(versions.put(version, claim) == null, "has a version twice: " + SafeText.shown(version));
            }
            require(versions.size() <= MOST_VERSIONS, "has more than " + MOST_VERSIONS + " versions");
        }
    }

    private VersionClaim version(String version) throws MalformedDocument {
        ManifestReader manifest = new ManifestReader(name, json, digest);
        manifest.read();
        String fault = manifest.fault(version);
        require(fault.isEmpty(), "its version " + SafeText.shown(version) + " " + fault);
        return manifest.claim();
    }
}
