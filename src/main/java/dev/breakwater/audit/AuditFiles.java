package dev.breakwater.audit;

import dev.breakwater.store.DataFolders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the audit log, {@code audit-<time of creation>.jsonl}: append-only. A new one is created when one is full and on
 * each new day (UTC); files older than the configured time are deleted. Used by one thread.
 */
final class AuditFiles implements AutoCloseable {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'audit-'yyyyMMdd'T'HHmmss.SSS'Z.jsonl'")
            .withZone(ZoneOffset.UTC);
    private static final byte[] LINE_BREAK = {'\n'};

    private final Path folder;
    private final long most;
    private final @Nullable Duration keep;
    private @Nullable FileChannel open;
    private String day = "";

    AuditFiles(Path folder, long most, @Nullable Duration keep) {
        this.folder = folder;
        this.most = most;
        this.keep = keep;
    }

    /** All of them in {@code folder}, the oldest first; none if there is no such folder. */
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("audit-.*\\.jsonl"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Appends whole lines. */
    void append(byte[] lines, Instant now) throws IOException {
        FileChannel file = current(lines.length, now);
        ByteBuffer bytes = ByteBuffer.wrap(lines);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Waits until what was appended is on the disk. */
    void sync() throws IOException {
        FileChannel file = open;
        if (file != null) {
            file.force(false);
        }
    }

    private FileChannel current(int more, Instant now) throws IOException {
        FileChannel file = open;
        if (file != null && today(now).equals(day) && file.size() + more <= most) {
            return file;
        }
        close();
        DataFolders.make(folder);
        forget(now);
        List<Path> before = all(folder);
        Path newest = before.isEmpty() ? null : before.getLast();
        boolean goesOn = file == null
                && newest != null
                && String.valueOf(newest.getFileName()).startsWith("audit-" + today(now))
                && Files.size(newest) + more <= most;
        FileChannel next = opened(goesOn && newest != null ? newest : folder.resolve(NAME.format(now)));
        open = next;
        day = today(now);
        return next;
    }

    /** Opens a file; a process that was killed may have left half a line. */
    private static FileChannel opened(Path file) throws IOException {
        boolean torn = Files.exists(file) && Files.size(file) > 0 && last(file) != '\n';
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            channel.write(ByteBuffer.wrap(LINE_BREAK));
        }
        return channel;
    }

    private static byte last(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, channel.size() - 1);
            return one.get(0);
        }
    }

    private void forget(Instant now) throws IOException {
        if (keep == null) {
            return;
        }
        for (Path file : all(folder)) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(keep))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String today(Instant now) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(
                now.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    @Override
    public void close() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.force(false);
            file.close();
        }
    }
}
