package dev.breakwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorTest {
    private static final String BASE = "/small.test/m000/@v/";
    private final Corpus corpus = Awkward.publish(Corpora.small(3, 1));
    private final Release release = corpus.releases("small.test/m000").getFirst();

    @Test
    void module_is_served_whole() throws IOException {
        try (Mirror mirror = Mirror.serving(corpus)) {
            assertThat(RawHttp.get(mirror.url() + BASE + "list").text()).isEqualTo("v1.0.0\n");
            assertThat(RawHttp.get(mirror.url() + BASE + "v1.0.0.info").body()).isEqualTo(release.info());
            assertThat(RawHttp.get(mirror.url() + BASE + "v1.0.0.mod").body()).isEqualTo(release.goMod());
            assertThat(RawHttp.get(mirror.url() + BASE + "v1.0.0.zip").body())
                    .isEqualTo(release.zip().bytes());
            assertThat(RawHttp.get(mirror.url() + "/small.test/m000/@latest").body())
                    .isEqualTo(release.info());
            RawHttp.Got absent = RawHttp.get(mirror.url() + BASE + "v9.0.0.info");
            assertThat(absent.status()).isEqualTo(404);
            assertThat(absent.text()).startsWith("not found: small.test/m000@v9.0.0");
            assertThat(RawHttp.get(mirror.url() + "/no.test/m/@v/list").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void queries_and_capitals_are_resolved() throws IOException {
        try (Mirror mirror = Mirror.serving(corpus)) {
            assertThat(RawHttp.get(mirror.url() + "/awkward.test/untagged/@v/main.info")
                            .text())
                    .contains(Awkward.PSEUDO);
            assertThat(RawHttp.get(mirror.url() + "/awkward.test/untagged/@v/main.mod")
                            .status())
                    .isEqualTo(404);
            assertThat(RawHttp.get(mirror.url() + "/awkward.test/!camel!case/@v/list")
                            .text())
                    .isEqualTo("v1.0.0\n");
            assertThat(RawHttp.get(mirror.url() + "/awkward.test/CamelCase/@v/list")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void one_connection_carries_many_requests_and_head_has_no_body() throws IOException {
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).prefix("/goproxy"));
                RawHttp http = RawHttp.connect(URI.create(mirror.url()), Duration.ofSeconds(3))) {
            RawHttp.Got head = http.ask("HEAD", "/goproxy" + BASE + "v1.0.0.zip");
            assertThat(head.header("content-length"))
                    .isEqualTo(Long.toString(release.zip().size()));
            assertThat(head.length()).isZero();
            assertThat(http.ask("GET", "/goproxy" + BASE + "v1.0.0.mod").body()).isEqualTo(release.goMod());
            assertThat(http.ask("GET", BASE + "v1.0.0.mod").status()).isEqualTo(404);
            assertThat(mirror.acceptedConnections()).isEqualTo(1);
            assertThat(mirror.log().count()).isEqualTo(3);
            assertThat(mirror.log().count(Kind.ZIP)).isEqualTo(1);
            assertThat(mirror.log().last().getFirst().asked().method()).isEqualTo("HEAD");
        }
    }

    @Test
    void ranges_are_parts_of_the_whole() throws IOException {
        try (Mirror mirror = Mirror.serving(corpus)) {
            String zip = mirror.url() + BASE + "v1.0.0.zip";
            byte[] whole = release.zip().bytes();
            RawHttp.Got tail = RawHttp.get(zip, "Range: bytes=100-");
            assertThat(tail.status()).isEqualTo(206);
            assertThat(tail.header("content-range")).isEqualTo("bytes 100-" + (whole.length - 1) + "/" + whole.length);
            assertThat(tail.body()).isEqualTo(Arrays.copyOfRange(whole, 100, whole.length));
            assertThat(RawHttp.get(zip, "Range: bytes=3-5").length()).isEqualTo(3);
            assertThat(RawHttp.get(zip, "Range: bytes=-7").length()).isEqualTo(7);
            assertThat(RawHttp.get(zip, "Range: bytes=999999-").status()).isEqualTo(416);
        }
    }

    @Test
    void chunked_replies_have_no_length_and_etags_are_honoured() throws IOException {
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).inChunks().etags())) {
            RawHttp.Got got = RawHttp.get(mirror.url() + BASE + "v1.0.0.zip");
            assertThat(got.header("content-length")).isEmpty();
            assertThat(got.end()).isEqualTo(RawHttp.End.COMPLETE);
            assertThat(got.body()).isEqualTo(release.zip().bytes());
            RawHttp.Got again = RawHttp.get(mirror.url() + BASE + "v1.0.0.zip", "If-None-Match: " + got.header("etag"));
            assertThat(again.status()).isEqualTo(304);
        }
    }

    @Test
    void latency_and_throttle_are_kept() throws IOException {
        Corpus big = Corpora.big(1, 500_000, 1);
        MirrorSettings slow =
                MirrorSettings.of(big).latency(Duration.ofMillis(80)).throttle(1_000_000);
        try (Mirror mirror = Mirror.start(slow)) {
            RawHttp.Got got = RawHttp.get(mirror.url() + "/big.test/m0/@v/v1.0.0.zip");
            assertThat(got.firstByte()).isGreaterThanOrEqualTo(Duration.ofMillis(80));
            assertThat(got.total()).isGreaterThanOrEqualTo(Duration.ofMillis(560));
            assertThat(got.body())
                    .isEqualTo(big.releases("big.test/m0").getFirst().zip().bytes());
        }
    }

    @Test
    void concurrent_connections_are_counted() throws IOException {
        try (Mirror mirror = Mirror.serving(corpus)) {
            List<RawHttp> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawHttp client = RawHttp.connect(URI.create(mirror.url()), Duration.ofSeconds(3));
                client.ask("GET", BASE + "list");
                clients.add(client);
            }
            assertThat(mirror.connections()).isEqualTo(5);
            for (RawHttp client : clients) {
                client.close();
            }
            await().until(() -> mirror.connections() == 0);
            assertThat(mirror.peakConnections()).isEqualTo(5);
        }
    }

    @Test
    void tls_mirror_serves_whoever_trusts_its_certificate() throws IOException {
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).overTls())) {
            assertThat(mirror.url()).startsWith("https://127.0.0.1:");
            assertThat(RawHttp.get(mirror.url() + BASE + "list").text()).isEqualTo("v1.0.0\n");
            assertThat(mirror.caPem()).content().contains("BEGIN CERTIFICATE");
        }
    }

    @Test
    void sumdb_pages_are_passed_on_below_their_name() throws IOException {
        SumdbPages pages = path -> path.equals("/latest") ? new byte[] {'x'} : null;
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test/db", pages))) {
            assertThat(RawHttp.get(mirror.url() + "/sumdb/sum.test/db/supported")
                            .status())
                    .isEqualTo(200);
            assertThat(RawHttp.get(mirror.url() + "/sumdb/sum.test/db/latest").text())
                    .isEqualTo("x");
            assertThat(RawHttp.get(mirror.url() + "/sumdb/sum.test/db/lookup/a@v1")
                            .status())
                    .isEqualTo(404);
            assertThat(RawHttp.get(mirror.url() + "/sumdb/other.test/supported").status())
                    .isEqualTo(404);
        }
    }
}
