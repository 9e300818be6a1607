package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import dev.breakwater.store.Key;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import dev.breakwater.testing.SigningDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two witnesses of a list lack, the next answer has. */
class CompleteTest {
    @TempDir
    Path folder;

    private final Corpus corpus = new Corpus()
            .publish(Corpora.small(1, 7))
            .publish("two.test/m", "v1.0.0", Map.of("a.go", "package a\n"))
            .publish("two.test/m", "v1.1.0", Map.of("a.go", "package a\n"));

    private static String text(Rig rig, String path) throws InterruptedException {
        return new String(rig.get(path).bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two.test/m/@v/list", "two.test/m/@latest"})
    void what_two_that_lag_alike_lack_is_in_the_next_answer(String path) throws Exception {
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            rig.mirror(0).fault(Fault.STALE_LIST);
            rig.mirror(1).fault(Fault.STALE_LIST);
            assertThat(text(rig, path)).contains("v1.0.0").doesNotContain("v1.1.0");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(text(rig, path)).contains("v1.1.0"));
            assertThat(rig.get(path).held().provisional()).isFalse();
        }
    }

    @Test
    void what_the_others_add_comes_too_late_for_what_was_told_again_meanwhile() throws Exception {
        Key list = new Key("go", "two.test/m/@v/list");
        SigningDatabase database = Rig.database(corpus);
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            MirrorSettings usual = MirrorSettings.of(corpus).sumdb("sum.test", database::get);
            mirrors.add(Mirror.start(i == 2 ? usual.latency(Duration.ofSeconds(2)) : usual));
        }
        try (Rig rig = new Rig(folder, database, mirrors, Rig.Choices.USUAL)) {
            rig.mirror(0).fault(Fault.STALE_LIST);
            rig.mirror(1).fault(Fault.STALE_LIST);
            assertThat(text(rig, list.path())).doesNotContain("v1.1.0");
            rig.settle();
            rig.store().validated(list, Instant.now().plusSeconds(1));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> rig.events().stream()
                            .anyMatch(e -> e instanceof Event.Exchanged exchanged
                                    && exchanged.upstream().equals("m2")));
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    rig.store().find(list).orElseThrow().bytes(1000))
                            .asString(StandardCharsets.UTF_8)
                            .doesNotContain("v1.1.0"));
        }
    }

    @Test
    void each_mirror_is_asked_once_for_one_answer() throws Exception {
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            rig.get("two.test/m/@v/list").held();
            rig.settle();
            for (int i = 0; i < 3; i++) {
                assertThat(rig.mirror(i).log().count("/two.test/m/@v/list")).isEqualTo(1);
            }
        }
    }

    @Test
    void the_info_of_a_version_is_asked_of_two_alone() throws Exception {
        try (Rig rig = Rig.over(folder, corpus, 3, Rig.Choices.USUAL)) {
            rig.get("two.test/m/@v/v1.0.0.info").held();
            rig.settle();
            assertThat(rig.asked("/two.test/m/@v/v1.0.0.info")).isEqualTo(2);
        }
    }
}
