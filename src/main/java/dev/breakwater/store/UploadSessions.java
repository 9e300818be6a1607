package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * The uploads that arrive in several requests: a file each in a folder, and beside it whose it is. A session ends a day after its
 * last byte. Their number is limited, in all and for each owner. Thread-safe; one object a folder.
 */
public final class UploadSessions {
    /** How long a session lasts without a byte. */
    public static final Duration LIFE = Duration.ofHours(24);

    /** After this long, a session gives way to a new one of the same owner. */
    private static final Duration ABANDONED = Duration.ofMinutes(15);

    private static final int MOST = 2_000;
    private static final int MOST_OF_ONE = 200;
    private static final int BITS = 128;
    private static final String WHOSE = ".whose";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + BITS / 4 + "}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final UploadSession.StagedFiles files;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, UploadSession> sessions = new HashMap<>();
    private boolean loaded;

    /** In {@code folder}, which is created with the first session. */
    UploadSessions(Path folder, UploadSession.StagedFiles files, InstantSource clock) {
        this.folder = folder;
        this.files = files;
        this.clock = clock;
    }

    /**
     * A new session, without a byte.
     *
     * @param by whose it is
     * @param about what is uploaded
     * @return empty if there are too many sessions, and none of the owner's is abandoned
     */
    public Optional<UploadSession> begin(String by, String about) throws IOException {
        lock.lock();
        try {
            load();
            removeOld();
            byte[] name = new byte[BITS / 8];
            random.nextBytes(name);
            UploadSession.SessionOwner owner =
                    new UploadSession.SessionOwner(HexFormat.of().formatHex(name), digest(by), digest(about));
            if (!makeRoom(owner.by())) {
                return Optional.empty();
            }
            new DiskWrites().makeFolder(folder);
            Files.writeString(
                    whose(owner.id()), owner.by().hex() + "\n" + owner.about().hex() + "\n");
            Path file = folder.resolve(owner.id());
            UploadSession session = new UploadSession(owner, file, 0, clock.instant(), files, clock);
            sessions.put(owner.id(), session);
            return Optional.of(session);
        } catch (IOException e) {
            throw DiskWrites.failed("begin an upload in", folder, e);
        } finally {
            lock.unlock();
        }
    }

    /** The session of that id, if it is of this owner and about the same. */
    public Optional<UploadSession> find(String id, String by, String about) throws IOException {
        lock.lock();
        try {
            load();
            removeOld();
            return Optional.<UploadSession>ofNullable(sessions.get(id))
                    .filter(found -> found.owner().by().equals(digest(by)))
                    .filter(found -> found.owner().about().equals(digest(about)));
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@code session}: what has arrived and was not committed is discarded. */
    public void end(UploadSession session) throws IOException {
        lock.lock();
        try {
            sessions.remove(session.id());
            session.end();
            Files.deleteIfExists(whose(session.id()));
        } finally {
            lock.unlock();
        }
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path whose(String id) {
        return folder.resolve(id + WHOSE);
    }

    private void removeOld() throws IOException {
        Instant old = clock.instant().minus(LIFE);
        for (UploadSession each : List.copyOf(sessions.values())) {
            if (each.last().isBefore(old)) {
                end(each);
            }
        }
    }

    private boolean makeRoom(Digest by) throws IOException {
        List<UploadSession> theirs = sessions.values().stream()
                .filter(each -> each.owner().by().equals(by))
                .sorted(Comparator.comparing(UploadSession::last))
                .toList();
        if (theirs.size() < MOST_OF_ONE && sessions.size() < MOST) {
            return true;
        }
        if (theirs.isEmpty() || theirs.getFirst().last().isAfter(clock.instant().minus(ABANDONED))) {
            return false;
        }
        end(theirs.getFirst());
        return true;
    }

    /** Finds what an earlier run of the server has left. */
    private void load() throws IOException {
        if (loaded) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                String id = name.endsWith(WHOSE) ? name.substring(0, name.length() - WHOSE.length()) : name;
                if (!sessions.containsKey(id)) {
                    load(id);
                }
            }
        } catch (NoSuchFileException e) {
            // there has been none
        }
        loaded = true;
    }

    private void load(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return;
        }
        Path file = folder.resolve(id);
        Path whose = whose(id);
        List<String> lines = Files.exists(whose) ? Files.readAllLines(whose) : List.of();
        if (lines.size() != 2
                || !lines.stream().allMatch(line -> HEX.matcher(line).matches())) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(whose);
            return;
        }
        boolean begun = Files.exists(file);
        UploadSession.SessionOwner owner =
                new UploadSession.SessionOwner(id, new Digest(lines.getFirst()), new Digest(lines.getLast()));
        Instant last = Files.getLastModifiedTime(begun ? file : whose).toInstant();
        sessions.put(id, new UploadSession(owner, file, begun ? arrived(file) : 0, last, files, clock));
    }

    /** How much of it is what was sent: a crash while it was being committed leaves a trailer behind that. */
    private static long arrived(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // if it was sent that way, the client sends its end again
            channel.truncate(Trailer.read(channel).trailer().size());
            return channel.size();
        } catch (DamagedEntry e) {
            return Files.size(file);
        }
    }
}
