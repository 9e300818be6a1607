package dev.breakwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chaos bench's judge: a bench that calls wrong bytes right measures nothing. */
class TruthTest {
    private static final String MODULE = "/" + Stock.smallName(1);
    private static final String LOOKUP = "/sumdb/" + Stock.DATABASE + "/lookup" + MODULE + "@v1.0.0";
    private static final List<String> ALL = List.of(
            MODULE + "/@v/list",
            MODULE + "/@latest",
            MODULE + "/@v/v1.0.0.info",
            MODULE + "/@v/v1.1.0.mod",
            MODULE + "/@v/v1.0.0.zip",
            "/" + Stock.largeName(0) + "/@v/v1.0.0.zip",
            LOOKUP,
            "/sumdb/" + Stock.DATABASE + "/latest",
            "/sumdb/" + Stock.DATABASE + "/tile/8/0/000.p/8");

    private final Stock stock = new Stock(4, 7);
    private final Truth truth = new Truth(stock);
    private final Mirror mirror = Mirror.start(MirrorSettings.of(stock.corpus()).sumdb(Stock.DATABASE, stock.sums()));

    @AfterEach
    void close() {
        mirror.close();
    }

    private Truth.Verdict verdict(String path) throws IOException {
        RawHttp.Got got = RawHttp.get(mirror.url() + path);
        assertThat(got.status()).isEqualTo(200);
        Truth.Body body = new Truth.Body();
        body.write(got.body(), 0, got.body().length);
        return truth.judge(path, body);
    }

    @Test
    void what_an_honest_mirror_says_is_right() throws IOException {
        for (String path : ALL) {
            assertThat(verdict(path)).as(path).isEqualTo(Truth.Verdict.RIGHT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTML_200", "SHORT_BODY", "BIT_FLIP"})
    void what_is_not_whole_or_not_it_is_wrong_everywhere(Fault fault) throws IOException {
        mirror.fault(fault);
        for (String path : ALL) {
            // Half a list is a shorter list: it may name nothing false.
            boolean half = fault == Fault.SHORT_BODY && path.endsWith("/list");
            assertThat(verdict(path)).as(path).isEqualTo(half ? Truth.Verdict.BEHIND : Truth.Verdict.WRONG);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_VERSION, /@v/v1.0.0.info, WRONG",
        "WRONG_VERSION, /@v/v1.0.0.mod, WRONG",
        "WRONG_VERSION, /@v/v1.0.0.zip, WRONG",
        "REPACKED_ZIP, /@v/v1.0.0.zip, RIGHT",
        "STALE_LIST, /@v/list, BEHIND",
        "STALE_LIST, /@latest, BEHIND",
    })
    void another_version_is_wrong_an_older_one_is_behind_and_repacked_is_right(
            Fault fault, String file, Truth.Verdict expected) throws IOException {
        mirror.fault(fault);
        assertThat(verdict(MODULE + file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SUMDB_EMPTY_LOOKUP, /lookup", "SUMDB_FORK, /lookup", "SUMDB_FORK, /latest", "SUMDB_FORGED_TILE, /tile"
    })
    void a_lying_checksum_database_is_wrong(Fault fault, String page) throws IOException {
        mirror.fault(fault);
        String path = ALL.stream()
                .filter(it -> it.contains("/sumdb/" + Stock.DATABASE + page))
                .findFirst()
                .orElseThrow();
        assertThat(verdict(path)).isEqualTo(Truth.Verdict.WRONG);
    }

    @Test
    void a_checksum_database_of_yesterday_is_genuine() throws IOException {
        mirror.fault(Fault.SUMDB_STALE);
        assertThat(verdict("/sumdb/" + Stock.DATABASE + "/latest")).isEqualTo(Truth.Verdict.RIGHT);
    }
}
