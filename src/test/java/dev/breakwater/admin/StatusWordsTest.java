package dev.breakwater.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.AlertRule;
import dev.breakwater.status.ServiceStatus;
import dev.breakwater.status.Situation.Offline;
import dev.breakwater.status.Situations;
import dev.breakwater.status.StatusRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences, in both languages. */
class StatusWordsTest {
    private static StatusText text(Situations situations, String language) {
        ServiceStatus status = StatusRules.judge(situations.build());
        boolean several = situations.build().chains().stream()
                        .map(chain -> chain.repository())
                        .distinct()
                        .count()
                > 1;
        return StatusWords.text(status, Words.of(language), Situations.NOW, several);
    }

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(
                        Situations.usual().mirrors("alpha=down500/12 beta=downDNS-lookup-failed gamma=up"),
                        "2 of 3 mirrors are down: alpha (500 for 12 min), beta (DNS). Cached builds work; new modules come"
                                + " from gamma.",
                        "3 个镜像中有 2 个发生故障：alpha（500，已 12 分钟）、beta（DNS 解析失败）。已缓存的构建正常；新模块来自 gamma。"),
                Arguments.of(
                        Situations.usual().fresh().mirrors("alpha=up"),
                        "No traffic yet: no problem found.",
                        "尚无流量，未发现问题。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=up").minute(1234, 0),
                        "Builds are safe: no mirror is down, and all requests of the last 5 minutes were answered (1,234).",
                        "构建安全：没有镜像故障，最近 5 分钟的 1,234 个请求全部得到应答。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=up").fiveMinutes(1999, 1, 0),
                        "Builds are safe: no mirror is down. 1 of 2,000 requests of the last 5 minutes failed.",
                        "构建安全：没有镜像故障。最近 5 分钟的 2,000 个请求中有 1 个失败。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=up").minute(1999, 1),
                        "1 of 2,000 requests of the last minute failed. No mirror is down and the store works: check"
                                + " the log for the cause.",
                        "最近 1 分钟的 2,000 个请求中有 1 个失败。镜像和存储均正常：请在日志中查找原因。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=up"),
                        "Builds are safe: no mirror is down. There was no request in the last 5 minutes.",
                        "构建安全：没有镜像故障。最近 5 分钟没有请求。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=down500/12 beta=backup:downno-connection/180"),
                        "All 2 mirrors are down: alpha (500 for 12 min), beta (backup: no connection for 3 h). Cached"
                                + " builds work; new modules fail.",
                        "2 个镜像全部发生故障：alpha（500，已 12 分钟）、beta（备用：无法连接，已 3 小时）。已缓存的构建正常；无法获取新模块。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=down500/4320"),
                        "The only mirror is down: alpha (500 for 3 days). Cached builds work; new modules fail.",
                        "唯一的镜像发生故障：alpha（500，已 3 天）。已缓存的构建正常；无法获取新模块。"),
                Arguments.of(
                        Situations.usual().empty().mirrors("alpha=down500"),
                        "The only mirror is down: alpha (500). Nothing is cached yet, so builds fail.",
                        "唯一的镜像发生故障：alpha（500）。尚无缓存，因此构建会失败。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=down500/2@archive beta=doubttimed-out/1 gamma=backup:up"),
                        "1 of 3 mirrors is down: alpha (archives only: 500 for 2 min). In doubt: beta (no response for 1 min)."
                                + " Cached builds work; new modules come from gamma (backup).",
                        "3 个镜像中有 1 个发生故障：alpha（仅归档：500，已 2 分钟）。存疑：beta（无响应，已 1 分钟）。已缓存的构建正常；新模块来自" + " gamma（备用）。"),
                Arguments.of(
                        Situations.usual().mirrors("go", "alpha=up").mirrors("old", "beta=down500/2"),
                        "/old: The only mirror is down: beta (500 for 2 min). Cached builds work; new modules fail.",
                        "/old：唯一的镜像发生故障：beta（500，已 2 分钟）。已缓存的构建正常；无法获取新模块。"),
                Arguments.of(
                        Situations.usual().direct().mirrors("alpha=down500/2"),
                        "The only mirror is down: alpha (500 for 2 min). Cached builds work; new modules fail, unless their"
                                + " own repositories can be reached.",
                        "唯一的镜像发生故障：alpha（500，已 2 分钟）。已缓存的构建正常；无法获取新模块，除非其代码仓库可访问。"),
                Arguments.of(
                        Situations.usual().mirrors("alpha=drained beta=drained"),
                        "All mirrors are disabled by an operator. Cached builds work; new modules fail.",
                        "所有镜像均已被管理员停用。已缓存的构建正常；无法获取新模块。"),
                Arguments.of(
                        Situations.usual().offline(Offline.BY_HAND).mirrors("alpha=up"),
                        "Switched offline by an operator: no mirror is asked. Cached builds work; new modules fail.",
                        "管理员已切换为离线：不访问任何镜像。已缓存的构建正常；无法获取新模块。"),
                Arguments.of(
                        Situations.usual().storeGone().mirrors("alpha=up"),
                        "The store can't be read, so builds fail.",
                        "无法读取存储，因此构建会失败。"),
                Arguments.of(
                        Situations.usual().storeGone().mirrors("alpha=down500/12"),
                        "The store can't be read, so builds fail. The only mirror is down: alpha (500 for 12 min).",
                        "无法读取存储，因此构建会失败。唯一的镜像发生故障：alpha（500，已 12 分钟）。"),
                Arguments.of(
                        Situations.usual()
                                .storeGone()
                                .offline(Offline.CONFIGURED)
                                .mirrors("alpha=up"),
                        "The store can't be read, so builds fail.",
                        "无法读取存储，因此构建会失败。"),
                Arguments.of(
                        Situations.usual().database("sum=downtimed-out/3").mirrors("alpha=up"),
                        "The checksum database sum.test can't be reached: sum (no response for 3 min). Cached builds work; new"
                                + " modules can't be verified.",
                        "无法访问校验和数据库 sum.test：sum（无响应，已 3 分钟）。已缓存的构建正常；无法校验新模块。"),
                Arguments.of(
                        Situations.usual().secret().mirrors("corp=down503/3"),
                        "The upstream of private modules is down: corp (503 for 3 min). What is cached works; new private"
                                + " modules fail.",
                        "私有模块的上游发生故障：corp（503，已 3 分钟）。已缓存的私有模块正常；无法获取新的私有模块。"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void sentence_says_what_is_down_and_what_works(Situations situations, String english, String chinese) {
        assertThat(text(situations, "en").sentence()).isEqualTo(english);
        assertThat(text(situations, "zh").sentence()).isEqualTo(chinese);
    }

    @Test
    void one_failed_request_and_a_total_outage_do_not_look_alike() {
        StatusText one = text(Situations.usual().mirrors("alpha=up").minute(0, 1), "en");
        StatusText all = text(
                Situations.usual().mirrors("alpha=up").minute(0, 40).alert(AlertRule.REQUESTS_FAILING, "go"), "en");
        assertThat(one.state()).isEqualTo("degraded");
        assertThat(all.state()).isEqualTo("outage");
        assertThat(all.sentence()).startsWith("40 of 40 requests of the last minute failed.");
    }

    @Test
    void what_needs_attention_stands_below_the_sentence() {
        StatusText text = text(
                Situations.usual()
                        .mirrors("alpha=up beta=drained")
                        .storeFull()
                        .alert(AlertRule.UPSTREAM_BEHIND, "alpha")
                        .fiveMinutes(10, 0, 3),
                "en");
        assertThat(text.sentence()).isEqualTo("Builds work, but the store can't save new files.");
        assertThat(text.notes())
                .containsExactly(
                        "No space left on device",
                        "Disabled by an operator: beta.",
                        "Needs attention: upstream-behind/alpha.",
                        "3 answers of the last 5 minutes were stale, because no mirror answered in time.");
    }

    @Test
    void a_sentence_is_bounded_however_many_mirrors_there_are() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            many.append(" m").append(i).append("=down500/2");
        }
        assertThat(text(Situations.usual().mirrors(many.toString()), "en").sentence())
                .contains("All 500 mirrors", "and 494 more")
                .hasSizeLessThan(300);
    }
}
