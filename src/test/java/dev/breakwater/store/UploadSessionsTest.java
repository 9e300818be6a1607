package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in several requests. */
class UploadSessionsTest {
    private static final Key KEY = new Key("r", "a");

    @TempDir
    private Path folder = Path.of("");

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    private FileStore open() throws IOException {
        return FileStore.open(folder, clock, Events.NONE);
    }

    private static UploadSession begun(FileStore store) throws IOException {
        return store.uploads().begin("ci", "r/a").orElseThrow();
    }

    private static void send(UploadSession session, String text) throws IOException {
        try (Staged staged = session.resume().orElseThrow()) {
            staged.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Meta meta() {
        return new Meta("text/plain", Standing.CONFIRMED, "test", "-", Instant.EPOCH, null, true);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("uploads"))) {
            return all.count();
        }
    }

    @Test
    void an_upload_in_three_requests_survives_a_restart_of_the_server() throws Exception {
        String id;
        try (FileStore store = open()) {
            UploadSession session = begun(store);
            send(session, "one ");
            send(session, "two ");
            id = session.id();
        }
        try (FileStore store = open()) {
            UploadSession session = store.uploads().find(id, "ci", "r/a").orElseThrow();
            assertThat(session.arrived()).isEqualTo(8);
            try (Staged staged = session.resume().orElseThrow()) {
                staged.write(ByteBuffer.wrap("three".getBytes(StandardCharsets.UTF_8)));
                staged.complete();
                assertThat(staged.sha256()).isEqualTo(Digest.of("one two three".getBytes(StandardCharsets.UTF_8)));
                store.commit(staged, KEY, meta());
            }
            store.uploads().end(session);
            assertThat(new String(store.find(KEY).orElseThrow().bytes(100), StandardCharsets.UTF_8))
                    .isEqualTo("one two three");
            assertThat(files()).isZero();
            assertThat(store.uploads().find(id, "ci", "r/a")).isEmpty();
        }
    }

    @Test
    void a_crash_in_the_middle_of_the_commit_leaves_what_was_sent() throws Exception {
        String id;
        try (FileStore store = open()) {
            UploadSession session = begun(store);
            id = session.id();
            send(session, "one ");
            try (Staged staged = session.resume().orElseThrow()) {
                staged.complete();
                store.commit(staged, KEY, meta());
            }
        }
        // as it was before the commit's last step
        Files.move(folder.resolve("entries/r/a="), folder.resolve("uploads").resolve(id));
        try (FileStore store = open()) {
            UploadSession session = store.uploads().find(id, "ci", "r/a").orElseThrow();
            assertThat(session.arrived()).isEqualTo(4);
            try (Staged staged = session.resume().orElseThrow()) {
                staged.write(ByteBuffer.wrap("two".getBytes(StandardCharsets.UTF_8)));
                staged.complete();
                assertThat(staged.sha256()).isEqualTo(Digest.of("one two".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void a_session_is_found_by_its_owner_and_for_its_subject_only() throws Exception {
        try (FileStore store = open()) {
            UploadSession session = begun(store);
            assertThat(session.id()).matches("[0-9a-f]{32}");
            assertThat(store.uploads().find(session.id(), "other", "r/a")).isEmpty();
            assertThat(store.uploads().find(session.id(), "ci", "r/b")).isEmpty();
            assertThat(store.uploads().find("../" + session.id(), "ci", "r/a")).isEmpty();
            assertThat(store.uploads().find(session.id(), "ci", "r/a")).containsSame(session);
        }
    }

    @Test
    void one_request_at_a_time_has_a_session_open() throws Exception {
        try (FileStore store = open()) {
            UploadSession session = begun(store);
            try (Staged first = session.resume().orElseThrow()) {
                first.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                assertThat(session.resume()).isEmpty();
                assertThat(session.arrived()).isEqualTo(3);
            }
            Optional<Staged> next = session.resume();
            assertThat(next).isPresent();
            store.uploads().end(session);
            next.get().close();
            assertThat(files()).isZero();
            assertThat(session.resume()).isEmpty();
        }
    }

    @Test
    void a_commit_that_fails_leaves_the_session_as_it_was() throws Exception {
        try (FileStore store = open()) {
            UploadSession session = begun(store);
            try (Staged staged = session.resume().orElseThrow()) {
                staged.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                staged.complete();
                assertThat(store.replace(staged, KEY, meta(), Digest.of(new byte[0])))
                        .isInstanceOf(CommitResult.Conflict.class);
            }
            try (Staged staged = session.resume().orElseThrow()) {
                staged.complete();
                assertThat(staged.sha256()).isEqualTo(Digest.of(new byte[] {1, 2, 3}));
                assertThat(store.replace(staged, KEY, meta(), null)).isInstanceOf(CommitResult.Committed.class);
            }
        }
    }

    @Test
    void a_session_ends_a_day_after_its_last_byte() throws Exception {
        try (FileStore store = open()) {
            UploadSession idle = begun(store);
            UploadSession used = begun(store);
            now = now.plus(Duration.ofHours(23));
            send(used, "more");
            now = now.plus(Duration.ofHours(2));
            assertThat(store.uploads().find(idle.id(), "ci", "r/a")).isEmpty();
            assertThat(store.uploads().find(used.id(), "ci", "r/a")).isPresent();
            assertThat(files()).isEqualTo(2);
        }
    }

    @Test
    void an_owner_has_a_limited_number_of_sessions() throws Exception {
        try (FileStore store = open()) {
            for (int i = 0; i < 200; i++) {
                assertThat(store.uploads().begin("ci", "r/a")).isPresent();
            }
            assertThat(store.uploads().begin("ci", "r/a")).isEmpty();
            assertThat(store.uploads().begin("other", "r/a")).isPresent();
            now = now.plus(Duration.ofMinutes(16));
            assertThat(store.uploads().begin("ci", "r/a")).isPresent();
            assertThat(files()).as("one gave way").isEqualTo(201);
        }
    }
}
