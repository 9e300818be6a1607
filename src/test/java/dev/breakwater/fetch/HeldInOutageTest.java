package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as held while no mirror answers: confirmed content, and never the memory that something is absent. */
class HeldInOutageTest {
    private static final List<String> PROBES = List.of("@v/list", "@latest", "@v/v1.0.0.info");
    private static final List<String> FILES = List.of("@v/v1.0.0.mod", "@v/v1.0.0.zip");

    @TempDir
    Path folder;

    private static Corpus corpus() {
        return new Corpus()
                .publish(
                        "example.com/kit",
                        "v1.0.0",
                        Map.of("go.mod", "module example.com/kit\n", "a.go", "package a\n"))
                .publish(
                        "example.com/tip",
                        "v0.0.0-20240102030405-abcdefabcdef",
                        Map.of("go.mod", "module example.com/tip\n", "a.go", "package a\n"));
    }

    /** A rig of one mirror that has been asked for these, and is gone now. */
    private Rig dark(String... asked) throws Exception {
        Rig rig = Rig.over(folder, corpus(), 1, Rig.Choices.USUAL);
        for (String path : asked) {
            rig.get(path);
        }
        rig.settle(Duration.ofSeconds(20));
        rig.mirror(0).fault(Fault.REFUSED);
        return rig;
    }

    private static void isTrouble(Rig rig, String module, List<String> names) throws InterruptedException {
        for (String name : names) {
            assertThat(rig.get(module + "/" + name).answer())
                    .as("%s of %s", name, module)
                    .isInstanceOf(Answer.Trouble.class);
        }
    }

    private static void isAbsent(Rig rig, String module, List<String> names) throws InterruptedException {
        for (String name : names) {
            assertThat(rig.get(module + "/" + name).answer())
                    .as("%s of %s", name, module)
                    .isInstanceOf(Answer.Absent.class);
        }
    }

    @Test
    void a_remembered_absence_of_a_shorter_path_makes_nothing_absent() throws Exception {
        try (Rig rig = dark("example.com/@v/list", "example.com/@latest", "example.com/@v/v1.0.0.mod")) {
            isTrouble(rig, "example.com/other", PROBES);
            isTrouble(rig, "example.com/other", FILES);
        }
    }

    @Test
    void an_empty_list_of_a_shorter_path_makes_nothing_absent() throws Exception {
        try (Rig rig = dark("example.com/tip/@v/list")) {
            isTrouble(rig, "example.com/tip/other", PROBES);
        }
    }

    @Test
    void below_a_module_that_is_held_only_what_go_probes_is_absent() throws Exception {
        try (Rig rig = dark("example.com/kit/@v/v1.0.0.info", "example.com/kit/@v/v1.0.0.mod")) {
            isAbsent(rig, "example.com/kit/part", PROBES);
            isTrouble(rig, "example.com/kit/part", FILES);
        }
    }

    @Test
    void a_remembered_absence_of_a_path_is_nothing_held_of_it() throws Exception {
        try (Rig rig = dark("example.com/kit/@v/v1.0.0.mod", "example.com/kit/part/@v/list")) {
            isAbsent(rig, "example.com/kit/part", PROBES);
        }
    }
}
