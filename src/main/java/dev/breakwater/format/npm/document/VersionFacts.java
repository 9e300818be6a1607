package dev.breakwater.format.npm.document;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a merged document says of its versions before it lists them: a {@link VersionPolicy} judges by it. */
public final class VersionFacts {
    /** The times of a document that are no version's. */
    static final Set<String> OF_ALL = Set.of("created", "modified");

    private final Map<String, Instant> times = new HashMap<>();
    private final Set<String> attested = new HashSet<>();
    private @Nullable Instant firstAttested;

    /** When {@code version} was published; empty if that is not known. */
    public Optional<Instant> time(String version) {
        return Optional.ofNullable(times.get(version));
    }

    /** Whether {@code version} has provenance that enough registries confirm. */
    public boolean isAttested(String version) {
        return attested.contains(version);
    }

    /** Whether any version has. */
    public boolean hasAttested() {
        return !attested.isEmpty();
    }

    /** When the first version with provenance was published; empty if there is none, or no such time is known. */
    public Optional<Instant> firstAttested() {
        return Optional.ofNullable(firstAttested);
    }

    /** All versions of which it knows anything. */
    Set<String> versions() {
        Set<String> all = new HashSet<>(times.keySet());
        all.addAll(attested);
        return all;
    }

    /** Records that {@code version} has provenance. */
    void attest(String version) {
        attested.add(version);
        Instant time = times.get(version);
        if (time != null) {
            first(time);
        }
    }

    /** Records when {@code version} was published. */
    void publish(String version, Instant time) {
        times.put(version, time);
        if (attested.contains(version)) {
            first(time);
        }
    }

    private void first(Instant time) {
        firstAttested = firstAttested == null || time.isBefore(firstAttested) ? time : firstAttested;
    }

    /** Reads the value of {@code member}, at which {@code json} stands, to its end; false if it is none of these facts. */
    boolean read(String member, JsonParser json) {
        switch (member) {
            case DocumentWriter.ATTESTED -> attested(json);
            case "time" -> times(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads the array of versions with provenance at which {@code json} stands, to its end. */
    void attested(JsonParser json) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            attest(json.getString());
        }
    }

    private void times(JsonParser json) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String of = json.currentName();
            json.nextToken();
            if (!OF_ALL.contains(of)) {
                try {
                    publish(of, Instant.parse(json.getString()));
                } catch (DateTimeException e) {
                    // as if it had none
                }
            }
        }
    }
}
