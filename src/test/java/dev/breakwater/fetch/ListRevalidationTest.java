package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import dev.breakwater.testing.SigningDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of several mirrors that give ETags are asked for again under these, and are as fresh as without. */
class ListRevalidationTest {
    private static final String LIST = "two.test/m/@v/list";

    @TempDir
    Path folder;

    private static Corpus corpus(String... versions) {
        Corpus corpus = new Corpus().publish(Corpora.small(1, 7));
        for (String version : versions) {
            corpus.publish("two.test/m", version, Map.of("a.go", "package a\n"));
        }
        return corpus;
    }

    /** Over one mirror of each corpus; the last corpus has everything. */
    private Rig over(Corpus... corpora) throws IOException {
        SigningDatabase database = Rig.database(corpora[corpora.length - 1]);
        List<Mirror> mirrors = new ArrayList<>();
        for (Corpus corpus : corpora) {
            mirrors.add(Mirror.start(
                    MirrorSettings.of(corpus).sumdb("sum.test", database::get).etags()));
        }
        return new Rig(folder, database, mirrors, Rig.Choices.USUAL);
    }

    private static String list(Rig rig) throws InterruptedException {
        Rig.Got got = rig.get(LIST);
        rig.settle();
        return got.held().status() + " "
                + new String(got.bytes(), StandardCharsets.UTF_8).strip().replace('\n', ' ');
    }

    private static List<String> conditions(Rig rig, int mirror) {
        return rig.mirror(mirror).log().last(asked -> asked.path().equals("/" + LIST)).stream()
                .map(asked -> asked.header("if-none-match").isEmpty() ? "-" : "etag")
                .toList();
    }

    @Test
    void lists_that_have_not_changed_at_two_mirrors_are_current() throws Exception {
        Corpus both = corpus("v1.0.0", "v1.1.0");
        try (Rig rig = over(both, both)) {
            assertThat(list(rig)).isEqualTo("MISS v1.0.0 v1.1.0");
            rig.pass(Duration.ofMinutes(2));
            assertThat(list(rig)).isEqualTo("REVALIDATED v1.0.0 v1.1.0");
            assertThat(list(rig)).isEqualTo("HIT v1.0.0 v1.1.0");
            assertThat(conditions(rig, 0)).containsExactly("-", "etag");
            assertThat(conditions(rig, 1)).containsExactly("-", "etag");
        }
    }

    @Test
    void new_version_at_one_mirror_is_listed_at_once() throws Exception {
        Corpus frozen = corpus("v1.0.0");
        Corpus alive = corpus("v1.0.0", "v1.1.0");
        Corpus slow = corpus("v1.0.0");
        try (Rig rig = over(frozen, slow, alive)) {
            rig.mirror(2).fault(Fault.REFUSED);
            assertThat(list(rig)).isEqualTo("MISS v1.0.0");
            slow.publish("two.test/m", "v1.1.0", Map.of("a.go", "package a\n"));
            rig.pass(Duration.ofMinutes(2));
            assertThat(list(rig)).isEqualTo("MISS v1.0.0 v1.1.0");
            assertThat(conditions(rig, 0)).containsExactly("-", "etag", "-");
            assertThat(conditions(rig, 1)).containsExactly("-", "etag");
        }
    }

    @Test
    void two_frozen_mirrors_do_not_hide_what_a_third_lists() throws Exception {
        Corpus alive = corpus("v1.0.0");
        try (Rig rig = over(
                corpus("v1.0.0", "v1.1.0"), corpus("v1.0.0", "v1.1.0"), alive, corpus("v1.0.0", "v1.1.0", "v1.2.0"))) {
            rig.mirror(3).fault(Fault.REFUSED);
            assertThat(list(rig)).isEqualTo("MISS v1.0.0 v1.1.0");
            alive.publish("two.test/m", "v1.2.0", Map.of("a.go", "package a\n"));
            rig.pass(Duration.ofMinutes(2));
            assertThat(list(rig)).isEqualTo("REVALIDATED v1.0.0 v1.1.0");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(list(rig)).isEqualTo("HIT v1.0.0 v1.1.0 v1.2.0"));
        }
    }
}
