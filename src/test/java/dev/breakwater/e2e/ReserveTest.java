package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.RawHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reserve learns nothing of what a team builds while the chosen upstream works, and helps out while it does not. */
@Execution(ExecutionMode.CONCURRENT)
class ReserveTest {
    private static final int MODULES = 8;
    private static final List<String> NAMES =
            List.of("@v/list", "@latest", "@v/v1.0.0.info", "@v/v1.0.0.mod", "@v/v1.0.0.zip");

    private final Instant begun = Instant.now();

    @TempDir
    Path folder;

    private Mirror chosen;
    private Mirror first;
    private Mirror second;
    private @Nullable RunningServer server;

    /** On a busy machine the chosen mirror may be silent for three seconds too: of this clock's seconds one takes thirty. */
    private final InstantSource slow =
            () -> begun.plus(Duration.between(begun, Instant.now()).dividedBy(30));

    @BeforeEach
    void prepare() {
        Corpus corpus = Corpora.small(MODULES, 7);
        chosen = Mirror.serving(corpus);
        first = Mirror.serving(corpus);
        second = Mirror.serving(corpus);
    }

    private void start(InstantSource clock) throws Exception {
        server = RunningServer.start(folder, """
                repositories:
                  go:
                    checksum-databases: []
                    upstreams:
                      - {name: chosen, url: '%s'}
                      - {name: first, url: '%s', domain: first, tier: reserve}
                      - {name: second, url: '%s', domain: second, tier: reserve}
                """.formatted(chosen.url(), first.url(), second.url()), 0, clock);
    }

    @AfterEach
    void stop() throws Exception {
        server().close();
        List.of(chosen, first, second).forEach(Mirror::close);
    }

    private RunningServer server() {
        return Objects.requireNonNull(server, "not started");
    }

    private int status(String path) throws Exception {
        return RawHttp.get(server().url() + "/go/" + path, Duration.ofSeconds(40))
                .status();
    }

    private void isServed(int module) throws Exception {
        for (String name : NAMES) {
            assertThat(status(Corpora.smallName(module) + "/" + name))
                    .as("%s of module %s", name, module)
                    .isEqualTo(200);
        }
    }

    private long askedOfReserve() {
        return first.log().count() + second.log().count();
    }

    @Test
    void a_reserve_is_asked_nothing_while_the_chosen_upstream_works() throws Exception {
        start(slow);
        for (int i = 0; i < MODULES; i++) {
            isServed(i);
            assertThat(status(Corpora.smallName(i) + "/@v/v9.9.9.info")).isEqualTo(404);
        }
        assertThat(status("small.test/@v/list")).isEqualTo(404);
        assertThat(first.log().counts()).isEmpty();
        assertThat(second.log().counts()).isEmpty();
        assertThat(first.acceptedConnections() + second.acceptedConnections()).isZero();
        assertThat(chosen.log().count()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "BLACK_HOLE", "STATUS_503", "SLOW_HEADERS"})
    void a_reserve_helps_out_on_the_first_try(Fault fault) throws Exception {
        start(InstantSource.system());
        chosen.fault(fault);
        isServed(0);
        isServed(1);
        assertThat(askedOfReserve()).isPositive();
        assertThat(first.log().count("/" + Corpora.smallName(1) + "/@v/list")).isPositive();
        assertThat(second.log().count("/" + Corpora.smallName(1) + "/@v/list")).isPositive();
    }

    @Test
    void a_reserve_is_an_ordinary_tier_while_it_is_used() throws Exception {
        start(InstantSource.system());
        chosen.fault(Fault.REFUSED);
        assertThat(status("small.test/none/@v/list")).isEqualTo(404);
        first.fault(Fault.LYING_404);
        isServed(2);
        second.fault(Fault.REFUSED);
        first.fault(Fault.REFUSED);
        assertThat(status(Corpora.smallName(3) + "/@v/v1.0.0.zip")).isEqualTo(503);
    }
}
