package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
