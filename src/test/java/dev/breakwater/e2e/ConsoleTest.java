package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Browser;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages in a real browser, after known traffic: 12 modules' go.mod files through a first mirror that breaks half way, six of
 * them asked for twice, and one module that nobody has.
 */
@EnabledIf("browserThere")
class ConsoleTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FIRST = 12;
    private static final int AGAIN = 6;

    private static Corpus corpus;
    private static Mirror one;
    private static Mirror other;
    private static RunningServer server;
    private static Browser browser;
    private static String admin;
    private static long spared;
    private static long absent;
    private static long asked;

    static boolean browserThere() {
        boolean there = Browser.installed().isPresent();
        if (!there) {
            System.err.println("SKIPPED: the console's pages were not looked at: no Chromium is installed here");
        }
        return there;
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        corpus = Corpora.small(20, 7);
        one = Mirror.start(MirrorSettings.of(corpus));
        other = Mirror.start(MirrorSettings.of(corpus));
        admin = new Users(folder.resolve("data")).token("boss", Set.of(Permission.ADMIN));
        server = RunningServer.start(folder, Configured.over(null, List.of(one.url(), other.url())));
        for (int i = 0; i < FIRST; i++) {
            if (i == FIRST / 2) {
                one.fault(Fault.STATUS_500);
            }
            assertThat(get("/go/" + mod(i)).statusCode()).isEqualTo(200);
        }
        spared = failedAtFirst();
        one.heal();
        for (int i = 0; i < AGAIN; i++) {
            assertThat(get("/go/" + mod(i)).statusCode()).isEqualTo(200);
        }
        absent = get("/go/nobody.test/m/@v/v1.0.0.mod").statusCode();
        browser = Browser.start();
    }

    /** How many of the second half the broken mirror was asked for before it was left alone. */
    private static long failedAtFirst() {
        List<String> second =
                IntStream.range(FIRST / 2, FIRST).mapToObj(ConsoleTest::mod).toList();
        return one.log().last().stream()
                .filter(seen -> seen.befell().isPresent())
                .map(seen -> seen.asked().path())
                .filter(path -> second.stream().anyMatch(path::endsWith))
                .distinct()
                .count();
    }

    private static String mod(int i) {
        String module = Corpora.smallName(i);
        return module + "/@v/" + corpus.list(module).getLast() + ".mod";
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        server.close();
        one.close();
        other.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        asked += path.startsWith("/go/") ? 1 : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode api(String path) throws Exception {
        return JSON.readTree(get("/-/api/v1" + path).body());
    }

    private static String value(String id) {
        return browser.eval("document.getElementById('" + id + "').value");
    }

    @Test
    void every_number_of_the_first_page_is_the_one_of_the_api_and_of_who_counted() throws Exception {
        browser.open(server.url() + "/?window=1h");
        JsonNode figures = api("/figures?window=1h");
        assertThat(value("requests"))
                .isEqualTo(figures.get("requests").asString())
                .isEqualTo(String.valueOf(asked));
        assertThat(absent).isEqualTo(404);
        assertThat(value("success"))
                .isEqualTo(figures.get("successRate").asString())
                .isEqualTo("1.0");
        assertThat(figures.get("hits").asLong()).isEqualTo(AGAIN);
        assertThat(Double.parseDouble(value("hitrate")))
                .isEqualTo(figures.get("hitRate").asDouble())
                .isEqualTo((double) AGAIN / (FIRST + AGAIN));
        assertThat(spared).isPositive();
        assertThat(value("saved"))
                .isEqualTo(figures.get("sparedInAll").asString())
                .isEqualTo(String.valueOf(spared));
        assertThat(value("spared-failover"))
                .isEqualTo(figures.at("/spared/failover").asString());
        for (String quantile : List.of("p50", "p95", "p99")) {
            assertThat(value(quantile))
                    .isEqualTo(figures.at("/times/" + quantile + "Millis").asString());
        }
    }

    @Test
    void the_other_pages_show_what_the_api_tells() throws Exception {
        browser.open(server.url() + "/-/console/traffic");
        assertThat(value("newest")).isEqualTo(api("/traffic").get("newest").asString());
        assertThat(browser.eval("document.querySelectorAll('table.tail tbody tr').length"))
                .isEqualTo(String.valueOf(asked));
        browser.open(server.url() + "/-/console/storage");
        assertThat(value("entries")).isEqualTo(api("/storage").get("entries").asString());
        browser.open(server.url() + "/-/console/alerts");
        assertThat(value("firing"))
                .isEqualTo(String.valueOf(api("/alerts").get("firing").size()));
        browser.open(server.url() + "/-/console/builds");
        JsonNode build = api("/builds").at("/last/0");
        assertThat(browser.eval(
                        "document.querySelector('#build-" + build.get("number").asString() + " data').value"))
                .isEqualTo(build.get("requests").asString())
                .isEqualTo(String.valueOf(asked));
    }

    @Test
    void what_is_held_is_found_by_name_with_what_vouches_for_it() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api("/modules?q=small").at("/page/found").asLong() == FIRST);
        browser.open(
                server.url() + "/-/console/modules?q=" + Corpora.smallName(3).toUpperCase(Locale.ROOT));
        assertThat(value("modules-found")).isEqualTo("1");
        browser.open(server.url() + "/-/console/module?repository=go&module=" + Corpora.smallName(3));
        assertThat(browser.eval("document.querySelector('tbody').textContent"))
                .contains(corpus.list(Corpora.smallName(3)).getLast(), "mod", "mirror");
        assertThat(get("/-/console/module?repository=go&module=nobody.test", "accept", "text/html")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void searching_shows_what_is_found_while_one_types() {
        browser.open(server.url() + "/-/console/modules");
        browser.eval("document.getElementById('q').focus()");
        browser.call("Input.insertText", Map.of("text", "no-such-module"));
        await().until(() -> value("modules-found").equals("0"));
        assertThat(browser.eval("location.search")).contains("no-such-module");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/-/console/mirrors",
                "/-/console/traffic",
                "/-/console/builds",
                "/-/console/storage",
                "/-/console/alerts",
                "/-/console/setup"
            })
    void no_page_makes_the_browser_complain(String page) {
        browser.open(server.url() + page);
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.eval("document.documentElement.lang")).isEqualTo("en");
        assertThat(browser.eval("document.querySelectorAll('h1').length")).isEqualTo("1");
        assertThat(browser.eval("[...document.querySelectorAll('input:not([type=hidden]),select')].filter(e =>"
                        + " e.labels.length == 0).length"))
                .as("fields without a label")
                .isEqualTo("0");
        assertThat(browser.eval(
                        "[...document.querySelectorAll('svg')].filter(e => !e.getAttribute('aria-label')).length"))
                .as("plots that a screen reader cannot name")
                .isEqualTo("0");
    }

    @Test
    void a_page_keeps_itself_current() throws Exception {
        browser.open(server.url() + "/-/console/traffic?path=kept-current");
        assertThat(browser.eval("document.querySelectorAll('table.tail tbody tr').length"))
                .isEqualTo("0");
        get("/go/kept-current.test/m/@v/list");
        await().until(() -> browser.eval("document.querySelectorAll('table.tail tbody tr').length")
                .equals("1"));
    }

    @Test
    void pages_work_without_a_script() {
        browser.scripts(false);
        try {
            browser.open(server.url() + "/-/console/mirrors");
            assertThat(get("/-/console/mirrors", "accept", "text/html").body()).contains("mirror0", "mirror1", "<form");
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            browser.scripts(true);
        }
    }

    @Test
    void a_browser_that_reads_chinese_is_shown_chinese() {
        browser.reads("zh-CN,zh;q=0.9,en;q=0.5");
        try {
            browser.open(server.url() + "/");
            assertThat(browser.eval("document.documentElement.lang")).isEqualTo("zh");
            assertThat(browser.eval("document.querySelector('h1').textContent")).isEqualTo("当前");
        } finally {
            browser.reads("en");
        }
    }

    @ParameterizedTest
    @CsvSource({"360", "1280"})
    void no_page_is_wider_than_the_window(int width) {
        browser.look(width, 800, false);
        for (String page : List.of("/", "/-/console/mirrors", "/-/console/traffic", "/-/console/setup")) {
            browser.open(server.url() + page);
            assertThat(Integer.parseInt(browser.eval("document.documentElement.scrollWidth")))
                    .as(page)
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void the_first_paint_needs_sixty_kilobytes_and_one_request_besides_the_page() {
        browser.call("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        browser.open(server.url() + "/");
        String blocking = "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus == 'blocking')";
        assertThat(browser.eval(blocking + ".length")).isEqualTo("1");
        String bytes =
                "performance.getEntriesByType('resource').filter(e => !e.name.includes('/live/')).reduce((n, e) => n +"
                        + " e.transferSize, 0) + performance.getEntriesByType('navigation')[0].transferSize";
        assertThat(Integer.parseInt(browser.eval(bytes)))
                .as("with the script, which the first paint does not wait for")
                .isLessThan(60_000);
    }

    @Test
    void forms_take_an_upstream_out_and_put_it_back_where_a_token_allows() throws Exception {
        HttpResponse<String> stranger = post("/-/console/drain", "upstream=mirror1&back=/-/console/mirrors");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("www-authenticate").orElse("")).startsWith("Basic");

        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("boss:" + admin).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> done =
                post("/-/console/drain", "upstream=mirror1&back=/-/console/mirrors", "authorization", basic);
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("location")).contains("../../-/console/mirrors");
        browser.open(server.url() + "/-/console/mirrors");
        assertThat(browser.eval("document.querySelector('#mirror-mirror1 .dot').className"))
                .contains("drained");

        HttpResponse<String> elsewhere =
                post("/-/console/restore", "upstream=mirror1&back=//evil.test", "authorization", basic);
        assertThat(elsewhere.headers().firstValue("location")).contains("../../");
        HttpResponse<String> forged =
                post("/-/console/drain", "upstream=mirror1", "authorization", basic, "sec-fetch-site", "cross-site");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(api("/upstreams").at("/upstreams/1/drained").asBoolean()).isFalse();
    }

    private static HttpResponse<String> post(String path, String form, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_strangers_put_into_a_path_is_text_on_the_page() throws Exception {
        get("/go/%3Cscript%3Ealert(1)%3C/script%3E/@v/list");
        get("/go/x.test/%3Cimg%20src=x%20onerror=alert(1)%3E/@v/list");
        browser.open(server.url() + "/-/console/traffic");
        assertThat(browser.eval("document.querySelectorAll('main script, main img').length"))
                .isEqualTo("0");
        assertThat(get("/-/console/traffic?path=%22%3E%3Cscript%3E", "accept", "text/html")
                        .body())
                .doesNotContain("\"><script>");
    }

    @Test
    void every_page_forbids_what_it_does_not_need() throws Exception {
        HttpResponse<String> page = get("/", "accept", "text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void pages_can_be_kept_as_pictures(@TempDir Path folder) throws Exception {
        Path to = Path.of(System.getProperty("breakwater.screenshots", folder.toString()));
        Files.createDirectories(to);
        for (boolean dark : List.of(false, true)) {
            browser.look(1280, 900, dark);
            for (String page :
                    List.of("now", "mirrors", "modules", "traffic", "builds", "storage", "alerts", "setup")) {
                browser.open(server.url() + (page.equals("now") ? "/?window=5m" : "/-/console/" + page));
                byte[] png = browser.screenshot();
                Files.write(to.resolve(page + (dark ? "-dark" : "") + ".png"), png);
                assertThat(png.length).isGreaterThan(10_000);
            }
        }
    }
}
