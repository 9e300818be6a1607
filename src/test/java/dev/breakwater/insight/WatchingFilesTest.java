package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.AlertRule;
import dev.breakwater.testing.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alert rules ask for metrics, labels and values that there are. */
class WatchingFilesTest {
    private static final Path RULES = Path.of("ops/prometheus-alerts.yaml");
    private static final Path DASHBOARD = Path.of("ops/grafana-dashboard.json");

    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:$\"])([a-zA-Z_:][\\w:]*)(?=\\s*[\\[{]|\\s*(?:$|[-+*/<>=!,)]))(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Set<String> FROM_PROMETHEUS = Set.of("instance", "job", "le");

    private record Asked(String where, String query) {}

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        ((List<Map<String, Object>>) Objects.requireNonNull(file.get("groups")))
                .forEach(group -> all.addAll((List<Map<String, Object>>) Objects.requireNonNull(group.get("rules"))));
        return all;
    }

    private static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(Files.readString(DASHBOARD));
    }

    private static List<Asked> queries() throws IOException {
        List<Asked> all = new ArrayList<>();
        for (Map<String, Object> rule : rules()) {
            all.add(new Asked(
                    String.valueOf(rule.getOrDefault("alert", rule.get("record"))), String.valueOf(rule.get("expr"))));
        }
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                all.add(new Asked(
                        panel.get("title").asString(), target.get("expr").asString()));
            }
        }
        return all;
    }

    /** What a query names: metrics, with the labels that they are chosen by. */
    private static List<Matcher> selectors(String query) {
        List<Matcher> all = new ArrayList<>();
        String bare = GROUPING.matcher(query).replaceAll(" ").replaceAll("\\s+", " ");
        Matcher next = SELECTOR.matcher(bare);
        for (int at = 0; next.find(at); at = Math.max(next.end(), at + 1)) {
            Matcher one = SELECTOR.matcher(bare);
            assertThat(one.find(next.start())).isTrue();
            if (!Set.of("and", "or", "unless").contains(one.group(1))) {
                all.add(one);
            }
        }
        return all;
    }

    @Test
    void every_query_names_metrics_and_labels_that_there_are() throws IOException {
        Map<String, MetricsPage.Metric> known = MetricsPage.read();
        Set<String> recorded = new HashSet<>();
        for (Map<String, Object> rule : rules()) {
            recorded.add(String.valueOf(rule.get("record")));
        }
        Set<String> used = new TreeSet<>();
        for (Asked asked : queries()) {
            Set<String> labels = new TreeSet<>(FROM_PROMETHEUS);
            for (Matcher selector : selectors(asked.query())) {
                String name = selector.group(1);
                if (name.equals("up") || recorded.contains(name)) {
                    labels.addAll(Set.of("repository"));
                    continue;
                }
                String family = known.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count)$", "");
                MetricsPage.Metric metric = known.get(family);
                assertThat(metric)
                        .as("%s: %s in %s", asked.where(), name, asked.query())
                        .isNotNull();
                assertThat(family.equals(name))
                        .as("%s: %s is a %s", asked.where(), name, metric.kind())
                        .isEqualTo(!metric.kind().equals("histogram"));
                used.add(family);
                labels.addAll(metric.labels());
                if (selector.group(2) != null) {
                    Matcher matcher = MATCHER.matcher(selector.group(2));
                    while (matcher.find()) {
                        assertThat(metric.labels().contains(matcher.group(1))
                                        || FROM_PROMETHEUS.contains(matcher.group(1)))
                                .as("%s: %s{%s}", asked.where(), name, matcher.group(1))
                                .isTrue();
                        assertValue(asked, matcher.group(1), matcher.group(2));
                    }
                }
            }
            Matcher grouping = GROUPING.matcher(asked.query());
            while (grouping.find()) {
                assertThat(labels)
                        .as("%s: %s", asked.where(), asked.query())
                        .containsAll(List.of(grouping.group(1).split("\\s*,\\s*", -1)));
            }
        }
        assertThat(used).as("metrics that somebody looks at").hasSizeGreaterThan(30);
    }

    /** Values that are ours to know: a typing mistake in one makes an alert that never fires. */
    private static void assertValue(Asked asked, String label, String value) throws IOException {
        if (label.equals("rule")) {
            assertThat(Arrays.stream(AlertRule.values()).map(AlertRule::written))
                    .as(asked.where())
                    .contains(value);
        } else if (Set.of("result", "outcome", "verdict", "traffic", "granted").contains(label)) {
            String page = Files.readString(Path.of("docs/metrics.md"));
            for (String one : value.split("\\|", -1)) {
                assertThat(page).as("%s: %s=%s", asked.where(), label, one).contains('`' + one + '`');
            }
        }
    }

    @Test
    void there_is_a_rule_for_each_promise_and_each_says_what_to_do() throws IOException {
        List<Map<String, Object>> alerts =
                rules().stream().filter(rule -> rule.containsKey("alert")).toList();
        assertThat(alerts.stream().map(rule -> rule.get("alert"))).doesNotHaveDuplicates();
        String all = Files.readString(RULES);
        for (Map<String, Object> alert : alerts) {
            assertThat(String.valueOf(alert.get("annotations")))
                    .as("%s", alert.get("alert"))
                    .contains("summary=", "advice=");
            assertThat(String.valueOf(alert.get("labels"))).containsAnyOf("severity=page", "severity=ticket");
        }
        for (AlertRule rule : AlertRule.values()) {
            boolean better = Set.of(
                            AlertRule.UPSTREAM_OUT,
                            AlertRule.UPSTREAM_BEHIND,
                            AlertRule.DATABASE_FORKED,
                            AlertRule.STORE_TROUBLE,
                            AlertRule.REQUESTS_FAILING)
                    .contains(rule);
            assertThat(better || all.contains("rule=\"" + rule.written() + "\""))
                    .as("%s has a rule of its own", rule.written())
                    .isTrue();
        }
        assertThat(all)
                .contains(
                        "breakwater_status == 3",
                        "breakwater_status == 2",
                        "breakwater_upstream_healthy == 0",
                        "breakwater_database_forks_total",
                        "breakwater_store_working == 0",
                        "breakwater:failed_requests:ratio1h",
                        "breakwater_store_disk_free_bytes",
                        "breakwater_certificate_expires_seconds");
    }

    @Test
    void dashboard_shows_what_its_readers_ask() throws IOException {
        List<String> titles = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard().get("panels")) {
            titles.add(panel.get("title").asString());
            assertThat(ids.add(panel.get("id").asInt())).as("%s", panel).isTrue();
        }
        assertThat(titles)
                .contains(
                        "Are builds safe",
                        "Success",
                        "Hit rate",
                        "Time of requests",
                        "Health",
                        "Latency of metadata, p95",
                        "Behind others",
                        "Extra requests",
                        "Held",
                        "Firing, by the server's rules");
    }
}
