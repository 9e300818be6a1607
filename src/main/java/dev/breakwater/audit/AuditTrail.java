package dev.breakwater.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The reader of the audit log, over all its files, also while it is written. */
public final class AuditTrail {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A filter of lines; null matches any.
     *
     * @param since not older than this
     * @param user the caller's name
     * @param module the module's path, or {@code path@version}
     */
    public record TrailFilter(
            @Nullable Instant since,
            @Nullable String user,
            @Nullable String module) {
        boolean matches(AuditLine line) {
            return (since == null || !Instant.parse(line.time()).isBefore(since))
                    && (user == null || user.equals(line.who()))
                    && (module == null || isAbout(line, module));
        }

        private static boolean isAbout(AuditLine line, String module) {
            int at = module.indexOf('@');
            if (at < 0) {
                return module.equals(line.module());
            }
            String version = "/@v/" + module.substring(at + 1) + ".";
            return module.substring(0, at).equals(line.module())
                    && line.path() != null
                    && line.path().contains(version);
        }
    }

    private AuditTrail() {}

    /**
     * Passes every matching line to {@code seen}, the oldest first.
     *
     * @return how many lines could not be read, such as one that was cut off when the server was killed
     */
    public static long read(Path dataDir, TrailFilter wanted, Consumer<AuditLine> seen) throws IOException {
        long unreadable = 0;
        for (Path file : AuditFiles.all(folder(dataDir))) {
            Instant since = wanted.since;
            if (since == null || !Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                unreadable += lines(file, wanted, seen);
            }
        }
        return unreadable;
    }

    /** The folder of the audit log in a data folder. */
    public static Path folder(Path dataDir) {
        return dataDir.resolve("audit");
    }

    private static long lines(Path file, TrailFilter wanted, Consumer<AuditLine> seen) throws IOException {
        long unreadable = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                try {
                    AuditLine line = JSON.readValue(text, AuditLine.class);
                    if (wanted.matches(line)) {
                        seen.accept(line);
                    }
                } catch (JacksonException | DateTimeException | NullPointerException e) {
                    unreadable++;
                }
            }
        }
        return unreadable;
    }
}
