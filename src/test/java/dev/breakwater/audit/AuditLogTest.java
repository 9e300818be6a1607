package dev.breakwater.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AuditLogTest {
    @TempDir
    private Path folder;

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");

    private Path audit() {
        return AuditTrail.folder(folder);
    }

    private AuditLog log(long most, @Nullable Duration keep) {
        return new AuditLog(audit(), most, keep, events::add, () -> now);
    }

    private static Event.Audited event(String who, String name, String path, int status, RequestResult result) {
        return new Event.Audited(who, "token 1", "192.0.2.1", "read", "go", name, path, status, result, 7);
    }

    private static Event.Audited read(String who, String module, String version) {
        return event(who, module, "/go/" + module + "/@v/" + version + ".zip", 200, RequestResult.HIT);
    }

    private List<AuditLine> all(@Nullable Instant since, @Nullable String user, @Nullable String module)
            throws IOException {
        List<AuditLine> lines = new ArrayList<>();
        AuditTrail.read(folder, new AuditTrail.TrailFilter(since, user, module), lines::add);
        return lines;
    }

    private List<Path> files() throws IOException {
        return AuditFiles.all(audit());
    }

    @Test
    void everything_that_is_told_is_found_by_time_user_and_module() throws Exception {
        try (AuditLog log = log(1 << 20, null)) {
            log.publish(read("alice", "corp.test/a", "v1.0.0"));
            log.publish(read("bob", "corp.test/a", "v1.1.0"));
            now = now.plusSeconds(60);
            log.publish(read("alice", "corp.test/b", "v1.0.0"));
            log.publish(new Event.LogNote("x", "not audited"));
        }
        assertThat(all(null, null, null)).hasSize(3).first().satisfies(line -> {
            assertThat(line.time()).isEqualTo("2026-11-26T12:00:00Z");
            assertThat(line.from()).isEqualTo("192.0.2.1");
            assertThat(line.bytes()).isEqualTo(7);
        });
        assertThat(all(now, null, null))
                .singleElement()
                .satisfies(l -> assertThat(l.module()).isEqualTo("corp.test/b"));
        assertThat(all(null, "alice", null)).hasSize(2);
        assertThat(all(null, null, "corp.test/a")).hasSize(2);
        assertThat(all(null, null, "corp.test/a@v1.1.0"))
                .singleElement()
                .satisfies(l -> assertThat(l.who()).isEqualTo("bob"));
        assertThat(all(null, "alice", "corp.test/a@v1.1.0")).isEmpty();
    }

    @Test
    void files_are_rotated_by_size_and_day_and_read_as_one() throws Exception {
        try (AuditLog log = log(2_000, null)) {
            for (int day = 0; day < 3; day++) {
                for (int i = 0; i < 20; i++) {
                    log.publish(read("u" + day, "corp.test/m" + i, "v1.0.0"));
                    int seen = day * 20 + i + 1;
                    org.awaitility.Awaitility.await()
                            .until(() -> all(null, null, null).size() == seen);
                    now = now.plusMillis(1);
                }
                now = now.plus(Duration.ofDays(1));
            }
        }
        assertThat(files())
                .hasSizeGreaterThan(6)
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(2_000));
        assertThat(all(null, null, null))
                .hasSize(60)
                .extracting(l -> Instant.parse(l.time()))
                .isSorted();
    }

    @Test
    void a_restart_goes_on_and_half_a_line_spoils_no_other() throws Exception {
        try (AuditLog log = log(1 << 20, null)) {
            log.publish(read("alice", "corp.test/a", "v1.0.0"));
        }
        Files.writeString(files().getFirst(), "{\"time\":\"2026", java.nio.file.StandardOpenOption.APPEND);
        try (AuditLog log = log(1 << 20, null)) {
            log.publish(read("bob", "corp.test/a", "v1.0.0"));
        }
        assertThat(files()).hasSize(1);
        assertThat(all(null, null, null)).extracting(AuditLine::who).containsExactly("alice", "bob");
        assertThat(AuditTrail.read(folder, new AuditTrail.TrailFilter(null, null, null), _ -> {}))
                .isEqualTo(1);
    }

    @Test
    void files_are_deleted_when_they_are_older_than_they_are_to_be_kept() throws Exception {
        try (AuditLog log = log(1 << 20, Duration.ofDays(30))) {
            log.publish(read("alice", "corp.test/a", "v1.0.0"));
        }
        Path old = files().getFirst();
        Files.setLastModifiedTime(old, FileTime.from(now));
        now = now.plus(Duration.ofDays(29));
        try (AuditLog log = log(1 << 20, Duration.ofDays(30))) {
            log.publish(read("bob", "corp.test/a", "v1.0.0"));
        }
        assertThat(old).exists();
        now = now.plus(Duration.ofDays(2));
        try (AuditLog log = log(1 << 20, Duration.ofDays(30))) {
            log.publish(read("carol", "corp.test/a", "v1.0.0"));
        }
        assertThat(old).doesNotExist();
        assertThat(all(null, null, null))
                .extracting(AuditLine::who)
                .contains("carol")
                .doesNotContain("alice");
    }

    @Test
    void what_does_not_fit_is_counted_told_and_marked_in_the_record() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        Files.createDirectories(audit());
        // the writer is kept busy by the clock, which it asks before it writes
        AuditLog log = new AuditLog(
                audit(),
                1 << 20,
                null,
                events::add,
                () -> {
                    if (Thread.currentThread().getName().equals("audit")) {
                        reached.countDown();
                        try {
                            stuck.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                    return now;
                },
                10);
        log.publish(read("first", "corp.test/a", "v1.0.0"));
        reached.await();
        for (int i = 0; i < 100; i++) {
            log.publish(read("u" + i, "corp.test/a", "v1.0.0"));
        }
        assertThat(log.lostEver()).isEqualTo(90);
        stuck.countDown();
        log.close();
        assertThat(all(null, null, null)).filteredOn(line -> line.lost() == 0).hasSize(11);
        assertThat(all(null, null, null).stream().mapToLong(AuditLine::lost).sum())
                .isEqualTo(90);
    }

    @Test
    void a_record_that_cannot_be_written_is_an_alarm_and_counts() throws Exception {
        Files.writeString(audit(), "a file where the folder should be");
        try (AuditLog log = log(1 << 20, null)) {
            log.publish(read("alice", "corp.test/a", "v1.0.0"));
            org.awaitility.Awaitility.await().until(() -> log.lostEver() == 1);
            Files.delete(audit());
            log.publish(read("bob", "corp.test/a", "v1.0.0"));
        }
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                Event.Alarm.class,
                                alarm -> assertThat(alarm.what()).contains("can't write the audit log")));
        assertThat(all(null, null, null))
                .anySatisfy(line -> assertThat(line.lost()).isEqualTo(1));
        assertThat(all(null, "bob", null)).hasSize(1);
    }

    @Test
    void a_flood_of_strangers_is_counted_and_hides_nobody() throws Exception {
        try (AuditLog log = log(1 << 20, null)) {
            for (int i = 0; i < 5_000; i++) {
                log.publish(event("-", "corp.test/x" + i, "/go/x", 403, RequestResult.REFUSED));
            }
            log.publish(event("mallory", "corp.test/x", "/go/x", 403, RequestResult.REFUSED));
            now = now.plusSeconds(1);
            log.publish(read("alice", "corp.test/a", "v1.0.0"));
        }
        assertThat(log("-")).hasSize(51);
        assertThat(all(null, null, null).stream().mapToLong(AuditLine::lost).sum())
                .isEqualTo(4_950);
        assertThat(log("mallory")).hasSize(1);
    }

    private List<AuditLine> log(String user) throws IOException {
        return all(null, user, null);
    }
}
