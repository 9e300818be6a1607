package dev.breakwater.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mirror says that a module does not exist of which versions are held: it was deleted, and builds need it. */
class DeletedUpstreamTest {
    private static final String MODULE = "example.com/kit";
    private static final String TIP = "example.com/tip";
    private static final String TIP_VERSION = "v0.0.0-20240102030405-abcdefabcdef";

    @TempDir
    Path folder;

    private static Rig rig(Path folder) throws Exception {
        Corpus corpus = new Corpus();
        for (String version : List.of("v1.0.0", "v1.1.0", "v1.2.0")) {
            corpus.publish(MODULE, version, Map.of("go.mod", "module " + MODULE + "\n", "a.go", "package a\n"));
        }
        corpus.publish(TIP, TIP_VERSION, Map.of("go.mod", "module " + TIP + "\n", "a.go", "package a\n"));
        return Rig.over(folder, corpus, 3, Rig.Choices.USUAL);
    }

    private static void fetch(Rig rig, String module, String version) throws Exception {
        for (String kind : List.of("info", "mod", "zip")) {
            rig.get(module + "/@v/" + version + "." + kind).held();
        }
    }

    private static void deleteEverywhere(Rig rig) throws Exception {
        rig.settle(Duration.ofSeconds(20));
        rig.pass(Duration.ofSeconds(61));
        for (int i = 0; i < 3; i++) {
            rig.mirror(i).fault(Fault.LYING_404);
        }
    }

    private static List<Event> told(Rig rig) {
        return rig.events().stream().filter(Event.ModuleGone.class::isInstance).toList();
    }

    @Test
    void its_list_names_what_is_held() throws Exception {
        try (Rig rig = rig(folder)) {
            fetch(rig, MODULE, "v1.0.0");
            fetch(rig, MODULE, "v1.1.0");
            deleteEverywhere(rig);
            Rig.Got list = rig.get(MODULE + "/@v/list");
            assertThat(list.held().status()).isEqualTo(CacheStatus.STALE);
            assertThat(list.held().provisional()).isTrue();
            assertThat(new String(list.bytes(), UTF_8)).isEqualTo("v1.0.0\nv1.1.0\n");
            rig.settle(Duration.ofSeconds(20));
            assertThat(rig.get(MODULE + "/@v/list").held().status()).isEqualTo(CacheStatus.STALE);
            assertThat(told(rig)).containsExactly(new Event.ModuleGone("go", MODULE));
        }
    }

    @Test
    void its_list_names_what_the_last_one_named_too() throws Exception {
        try (Rig rig = rig(folder)) {
            rig.get(MODULE + "/@v/list").held();
            fetch(rig, MODULE, "v1.1.0");
            deleteEverywhere(rig);
            Rig.Got list = rig.get(MODULE + "/@v/list");
            assertThat(list.held().status()).isEqualTo(CacheStatus.STALE);
            assertThat(new String(list.bytes(), UTF_8)).isEqualTo("v1.0.0\nv1.1.0\nv1.2.0\n");
        }
    }

    @Test
    void its_newest_version_is_the_newest_that_is_held() throws Exception {
        try (Rig rig = rig(folder)) {
            fetch(rig, MODULE, "v1.1.0");
            deleteEverywhere(rig);
            Rig.Got latest = rig.get(MODULE + "/@latest");
            assertThat(latest.held().status()).isEqualTo(CacheStatus.STALE);
            assertThat(new String(latest.bytes(), UTF_8)).contains("v1.1.0");
            rig.settle(Duration.ofSeconds(20));
            assertThat(rig.get(MODULE + "/@latest").held().status()).isEqualTo(CacheStatus.STALE);
        }
    }

    @Test
    void its_newest_version_may_be_a_pseudo_version() throws Exception {
        try (Rig rig = rig(folder)) {
            fetch(rig, TIP, TIP_VERSION);
            deleteEverywhere(rig);
            Rig.Got latest = rig.get(TIP + "/@latest");
            assertThat(latest.held().status()).isEqualTo(CacheStatus.STALE);
            assertThat(new String(latest.bytes(), UTF_8)).contains(TIP_VERSION);
            assertThat(told(rig)).containsExactly(new Event.ModuleGone("go", TIP));
        }
    }

    @Test
    void list_that_one_mirror_told_is_told_to_be_gone_once_none_does() throws Exception {
        Key list = new Key("go", MODULE + "/@v/list");
        try (Rig rig = rig(folder)) {
            rig.mirror(1).fault(Fault.LYING_404);
            rig.mirror(2).fault(Fault.LYING_404);
            assertThat(rig.get(list.path()).held().provisional()).isTrue();
            rig.settle(Duration.ofSeconds(20));
            assertThat(rig.changed()).containsOnlyOnce(list);
            deleteEverywhere(rig);
            assertThat(rig.get(list.path()).answer()).isInstanceOf(Answer.Absent.class);
            rig.settle(Duration.ofSeconds(20));
            assertThat(rig.store().find(list).orElseThrow().meta().standing()).isEqualTo(Standing.ABSENT);
            assertThat(rig.changed().stream().filter(list::equals)).hasSize(2);
        }
    }

    @Test
    void newest_version_of_a_list_that_one_mirror_alone_tells_is_no_more_certain_than_that() throws Exception {
        try (Rig rig = rig(folder)) {
            for (int i = 0; i < 3; i++) {
                boolean alone = i == 0;
                rig.mirror(i)
                        .fault(
                                Fault.LYING_404,
                                asked -> asked.kind() == Kind.LATEST || (asked.kind() == Kind.LIST && !alone));
            }
            assertThat(rig.get(MODULE + "/@v/list").held().provisional()).isTrue();
            Rig.Got latest = rig.get(MODULE + "/@latest");
            assertThat(new String(latest.bytes(), UTF_8)).contains("v1.2.0");
            assertThat(latest.held().provisional()).isTrue();
            rig.settle(Duration.ofSeconds(20));
            assertThat(rig.store()
                            .find(new Key("go", MODULE + "/@latest"))
                            .orElseThrow()
                            .meta()
                            .standing())
                    .isEqualTo(Standing.PROVISIONAL);
        }
    }

    @Test
    void a_module_that_is_back_is_current_again() throws Exception {
        try (Rig rig = rig(folder)) {
            fetch(rig, MODULE, "v1.1.0");
            deleteEverywhere(rig);
            rig.get(MODULE + "/@v/list").held();
            rig.get(MODULE + "/@latest").held();
            rig.settle(Duration.ofSeconds(20));
            for (int i = 0; i < 3; i++) {
                rig.mirror(i).heal();
            }
            Rig.Got list = rig.get(MODULE + "/@v/list");
            assertThat(list.held().status()).isEqualTo(CacheStatus.MISS);
            assertThat(new String(list.bytes(), UTF_8)).isEqualTo("v1.0.0\nv1.1.0\nv1.2.0\n");
            assertThat(new String(rig.get(MODULE + "/@latest").bytes(), UTF_8)).contains("v1.2.0");
        }
    }

    @Test
    void a_module_of_which_no_version_is_held_is_absent() throws Exception {
        try (Rig rig = rig(folder)) {
            rig.get(MODULE + "/@v/v1.1.0.zip").held();
            deleteEverywhere(rig);
            assertThat(rig.get(MODULE + "/@v/list").answer()).isInstanceOf(Answer.Absent.class);
            assertThat(rig.get(MODULE + "/@latest").answer()).isInstanceOf(Answer.Absent.class);
            assertThat(told(rig)).isEmpty();
        }
    }
}
