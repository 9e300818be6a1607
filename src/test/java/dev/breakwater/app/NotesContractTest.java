package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.breakwater.format.go.GoFormat;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.notes.NotesFormat;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The contract for a format that uses all of it, and what it can do that Go does not. */
class NotesContractTest extends FormatContract {
    private static final String TEXT = "a note of more than a hundred bytes: " + "0123456789".repeat(10);

    @Override
    KnownFormats formats() {
        return new KnownFormats(List.of(new GoFormat(GoEnv.NONE), new NotesFormat()));
    }

    @Override
    String repository(String url) {
        return "{format: notes, upstreams: ['" + url + "']}";
    }

    @Override
    Things fill(ContractUpstream mirror) {
        mirror.put("/tea/1.txt", exchange -> {
            if (!"Bearer sesame".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"sesame\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            exchange.getResponseHeaders().add("X-Author", "Alice");
            ContractUpstream.send(exchange, "text/markdown", TEXT.getBytes(StandardCharsets.UTF_8));
        });
        mirror.put("/tea/index.txt", "text/plain", "1\n".getBytes(StandardCharsets.UTF_8));
        mirror.put("/tea/latest.txt", "text/plain", "1\n".getBytes(StandardCharsets.UTF_8));
        mirror.put("/own-x/1.txt", "text/plain", "offered by a stranger".getBytes(StandardCharsets.UTF_8));
        return new Things("tea/1.txt", "tea/index.json", "tea/7.txt", "own-x/1.txt", "application/json");
    }

    @Test
    void a_format_is_made_from_a_few_packages_alone() {
        JavaClasses notes = new ClassFileImporter().importPackages("dev.breakwater.notes");
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.breakwater.notes",
                        "dev.breakwater.repository",
                        "dev.breakwater.fetch",
                        "dev.breakwater.upstream",
                        "dev.breakwater.store",
                        "dev.breakwater.config",
                        "dev.breakwater.auth",
                        "dev.breakwater.verify",
                        "java..",
                        "org.jspecify..")
                .check(notes);
    }

    @Test
    void a_challenge_of_the_upstream_is_answered_and_its_headers_are_kept() throws Exception {
        RawHttp.Got note = get("tea/1.txt");
        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(upstream.asked).containsExactly("/tea/1.txt", "/tea/1.txt");
        for (RawHttp.Got each : List.of(note, held("tea/1.txt"))) {
            assertThat(each.header("Content-Type")).isEqualTo("text/markdown");
            assertThat(each.header("X-Author")).isEqualTo("Alice");
        }
    }

    @Test
    void one_path_has_as_many_answers_as_there_are_forms_and_addresses() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawHttp.Got inShort = get("tea/index.json", "Accept: application/x-short");
            assertThat(inShort.text()).isEqualTo("[1]");
            assertThat(inShort.header("Vary")).isEqualTo("accept, accept-encoding");
            assertThat(get("tea/index.json").text()).matches("\\[\"http://127.0.0.1:\\d+/r/tea/1.txt\"]");
            assertThat(askAs("mirror.local")).contains("[\"http://mirror.local/r/tea/1.txt\"]");
        }
        assertThat(upstream.asked).as("all of them are made from one").containsExactly("/tea/index.txt");
        assertThat(folder.resolve("data/entries/r/tea"))
                .as("what is made for an address that the server does not know is not kept")
                .isDirectoryContaining(path -> path.getFileName().toString().startsWith("index.full"));
    }

    @Test
    void a_form_is_stored_in_gzip_and_says_what_comes_from_its_content() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawHttp.Got plain = get("tea/index.json", "Accept: application/x-short");
            assertThat(plain.text()).isEqualTo("[1]");
            RawHttp.Got coded = get("tea/index.json", "Accept: application/x-short", "Accept-Encoding: gzip");
            assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(coded.header("Content-Length")).isEqualTo(Long.toString(coded.length()));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(coded.body())))
                    .hasContent("[1]");
            for (RawHttp.Got each : List.of(plain, coded)) {
                assertThat(each.header("Last-Modified")).isEqualTo("Thu, 01 Jan 1970 00:00:01 GMT");
                assertThat(each.header("X-Versions")).isEqualTo("1");
            }
        }
    }

    /** The whole reply to a request that names {@code host}. */
    private String askAs(String host) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            socket.getOutputStream()
                    .write(("GET /r/tea/index.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_name_leads_to_a_version_that_is_stored_once() throws Exception {
        assertThat(held("tea/latest").text()).isEqualTo(TEXT);
        upstream.asked.clear();
        assertThat(held("tea/1.txt").text()).isEqualTo(TEXT);
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void a_method_means_what_the_format_says_and_takes_the_permission_it_says() throws Exception {
        assertThat(ask("POST", "login?user=alice").text()).isEqualTo("{\"token\":\"user=alice\"}");
        RawHttp.Got put = ask("PUT", "own-x/1.txt", "Content-Length: 0");
        assertThat(put.status()).isEqualTo(401);
        assertThat(put.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"notes\"");
        assertThat(ask("DELETE", "own-x/1.txt").status()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String token, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/r/own-y/1.txt"))
                            .header("Authorization", "Bearer " + token)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void what_is_published_here_is_served_to_who_may_read_it_until_it_is_deleted() throws Exception {
        Matcher token = Pattern.compile("bw_\\S+")
                .matcher(Shell.run(
                                Map.of(),
                                formats(),
                                "token",
                                "create",
                                "ci",
                                "--may",
                                "read,publish,delete",
                                "--config",
                                server.file().toString(),
                                "--data-dir",
                                folder.resolve("data").toString())
                        .out());
        assertThat(token.find()).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send("GET", token.group(), "").statusCode() == 404);
        HttpResponse<String> put = send("PUT", token.group(), "mine");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        assertThat(put.headers().firstValue("Location")).contains("own-y/1.txt");
        assertThat(put.body()).isEqualTo("{\"ok\":true}");
        assertThat(send("PUT", token.group(), "other").statusCode()).isEqualTo(409);
        HttpResponse<String> mine = send("GET", token.group(), "");
        assertThat(mine.body()).isEqualTo("mine");
        assertThat(mine.headers().firstValue("Cache-Control").orElse("")).contains("private");
        assertThat(get("own-y/1.txt").status()).isEqualTo(403);
        assertThat(send("DELETE", token.group(), "").statusCode()).isEqualTo(204);
        assertThat(send("GET", token.group(), "").statusCode()).isEqualTo(404);
    }
}
