package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciLie;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Registries that break and lie: clients get what is right, within the patience of the least patient of them. */
@Execution(ExecutionMode.CONCURRENT)
class OciFaultsTest {
    private static final OciCorpus IMAGES = OciStand.images();

    /** All but those of TLS, of modules and of databases that images do not have, and those that are very like another. */
    static final List<Fault> FAULTS = Stream.of(Fault.values())
            .filter(fault -> fault.layer() != Fault.Layer.CHECKSUM)
            .filter(fault -> switch (fault) {
                case EXPIRED_CERTIFICATE,
                        TIMELESS_INFO,
                        WRONG_VERSION,
                        REPACKED_ZIP,
                        STALE_LIST,
                        REDIRECT_ELSEWHERE,
                        DROPPED_SYN,
                        STATUS_502,
                        STATUS_503,
                        STATUS_504,
                        TEAPOT_418,
                        GOAWAY,
                        PAUSES,
                        RESET,
                        HTML_LABEL,
                        RANGE_IGNORED,
                        RANGE_WRONG_TOTAL,
                        REDIRECT_LOOP -> false;
                default -> true;
            })
            .toList();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("FAULTS")
    void one_of_three_registries_broken_is_not_noticed(Fault fault) throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 3).broken(1, it -> it.fault(fault))) {
            stand.everythingIsRight();
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_registry_that_lies_is_outvoted_and_then_all_go_dark(OciLie lie) throws Exception {
        OciCorpus images = OciStand.images();
        images.move("library/tea", "v2", "v3");
        images.push("library/tea", "v2", 4_000);
        try (OciStand stand = OciStand.over(images, folder, 3).broken(1, it -> it.lie(lie))) {
            stand.everythingIsRight();
            stand.darkIsRight();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "STALL", "HTML_200", "BIT_FLIP"})
    void two_of_three_registries_broken_still_give_what_is_right(Fault fault) throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 3).broken(2, it -> it.fault(fault))) {
            stand.tagIsRight("library/tea", "v2");
            stand.listIsRight("library/tea");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = OciLie.class,
            names = {"INVENTED_DIGEST", "PORTAL", "PARTIAL"})
    void what_two_registries_name_and_cannot_deliver_was_no_word(OciLie lie) throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 3).broken(2, it -> it.lie(lie))) {
            stand.tagIsRight("library/tea", "v2");
        }
    }

    @Test
    void a_tag_that_moves_to_what_no_registry_delivers_stays_where_it_was() throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 2)) {
            stand.tagIsRight("library/tea", "v2");
            stand.broken(2, it -> it.lie(OciLie.INVENTED_DIGEST));
            for (int i = 0; i < 3; i++) {
                stand.tagIsRight("library/tea", "v2");
            }
        }
    }

    @Test
    void in_the_dark_answers_say_that_they_are_stale() throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 2, "    fresh: 1ms\n", "")) {
            stand.everythingIsRight();
            stand.registries().forEach(it -> it.fault(Fault.REFUSED));
            for (String path : List.of("/v2/library/tea/manifests/v2", "/v2/library/tea/tags/list")) {
                RawHttp.Got got = stand.found(path);
                assertThat(got.header("X-Breakwater")).as(path).startsWith("stale");
                assertThat(got.header("Cache-Control")).as(path).contains("no-store");
            }
        }
    }

    @Test
    void a_registry_without_head_is_no_broken_one() throws Exception {
        try (OciStand stand = OciStand.over(IMAGES, folder, 1).broken(1, it -> it.lie(OciLie.NO_HEAD))) {
            for (int i = 0; i < 30; i++) {
                String tag = "v" + (i % 3 + 1);
                String name = i < 3 ? tag : "absent" + i;
                assertThat(stand.get("/v2/library/tea/manifests/" + name).status())
                        .as(name)
                        .isEqualTo(i < 3 ? 200 : 404);
            }
        }
    }

    @Test
    void blobs_elsewhere_are_followed_to_hosts_that_are_named_and_a_dead_one_costs_blobs_alone() throws Exception {
        try (OciRegistry storage = OciRegistry.serving(IMAGES);
                OciStand stand = OciStand.over(IMAGES, folder, 2, "", ", redirect-hosts: ['" + storage.host() + "']")) {
            stand.broken(1, it -> it.blobsAt(storage));
            stand.tagIsRight("herbs/mint", "latest");
            assertThat(storage.log().count()).isPositive();
            storage.fault(Fault.REFUSED);
            stand.tagIsRight("library/tea", "v2");
            stand.listIsRight("library/tea");
        }
    }
}
