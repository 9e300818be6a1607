package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.store.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The file that keeps build statistics over restarts: JSON, replaced whole. It names no module. */
final class BuildFile {
    /** The stored statistics: the highest number so far, the last builds, oldest first, and the trends. */
    record StoredBuilds(
            long number, List<Build> builds, List<BuildTrends.TrendCell> hours, List<BuildTrends.TrendCell> days) {
        static final StoredBuilds NOTHING = new StoredBuilds(0, List.of(), List.of(), List.of());
    }

    private final DurableFile file;
    private final Path path;
    private final Events events;
    private final JsonMapper json = new JsonMapper();
    private boolean failing;

    BuildFile(Path path, Events events) {
        this.path = path;
        this.file = new DurableFile(path);
        this.events = events;
    }

    /** The stored statistics; empty ones if there is no file, or it cannot be read, which is logged. */
    StoredBuilds read() {
        try {
            Optional<byte[]> bytes = file.read();
            return bytes.isEmpty() ? StoredBuilds.NOTHING : whole(json.readValue(bytes.get(), StoredBuilds.class));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            events.publish(
                    new Event.LogNote("builds", path + " can't be read, so build statistics start over: " + why));
            return StoredBuilds.NOTHING;
        }
    }

    @SuppressWarnings("NullAway") // any field may be missing in a file
    private static StoredBuilds whole(StoredBuilds read) {
        if (read == null || read.builds == null || read.hours == null || read.days == null) {
            throw new IllegalArgumentException("a part is missing");
        }
        boolean hollow = read.builds.stream().anyMatch(b -> b == null || b.began() == null || b.absorbed() == null)
                || read.hours.stream().anyMatch(BuildFile::hollow)
                || read.days.stream().anyMatch(BuildFile::hollow);
        if (hollow) {
            throw new IllegalArgumentException("a part is missing");
        }
        return read;
    }

    @SuppressWarnings("NullAway")
    private static boolean hollow(BuildTrends.TrendCell cell) {
        return cell == null || cell.from() == null || cell.absorbed() == null || cell.waits() == null;
    }

    /** Saves them. Reports a failure once, until a write succeeds again. */
    void write(StoredBuilds what) {
        try {
            file.replace(json.writeValueAsBytes(what));
            failing = false;
        } catch (IOException | JacksonException e) {
            if (!failing) {
                events.publish(new Event.Alarm("builds", "can't save the build statistics: " + e.getMessage(), e));
            }
            failing = true;
        }
    }
}
