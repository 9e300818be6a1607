package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a format asks for in gzip: it is kept plain, its limit counts plain bytes, and it never begins in the middle. */
class GzipUpstreamTest {
    private static final int LARGEST = 1 << 20;
    private static final String DOCUMENT = "a line of a document\n".repeat(20_000);

    @TempDir
    Path folder;

    private final List<HttpServer> servers = new ArrayList<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private FileStore store;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = InstantSource.system();
        Health health = new Health(e -> {}, clock);
        Budget some = new Budget(1, 10, clock);
        store = FileStore.open(folder, clock, e -> {});
        engine = new Engine(
                new EntryStorage(store, key -> {}, new Semaphore(9)),
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, some, some, () -> false),
                new Clocks(clock, clock),
                e -> {},
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        engine.settle(Duration.ofSeconds(20));
        store.close();
        servers.forEach(server -> server.stop(0));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String plain) throws IOException {
        return gzip(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** A mirror that sends {@code body} in gzip. */
    private Mirror mirror(String name, byte[] body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Accept-Encoding") + " "
                    + exchange.getRequestHeaders().getFirst("Range"));
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return new Mirror(
                new Mirror.MirrorAddress(
                        name,
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        name,
                        1,
                        false,
                        Map.of(),
                        null),
                Mirror.MirrorLimits.USUAL,
                new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE));
    }

    private Answer get(boolean agreed, Mirror... mirrors) throws InterruptedException {
        Tiers tiers = new Tiers("r", Selection.PRIORITY, List.of(List.of(mirrors)));
        UpstreamRequest request = new UpstreamRequest("document").compressed();
        Recipe recipe = agreed
                ? new Recipe.Agreed(tiers, request, new Whole())
                : new Recipe.One(tiers, request, Verifier.of(LARGEST, () -> whole -> new Verdict.Verified("a record")));
        Resource resource = new Resource(
                new Key("r", "document"),
                "m",
                new Kind("document", Traffic.METADATA),
                Freshness.of(Duration.ofMinutes(1)),
                "text/plain",
                recipe,
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.REFUSE, true, false, null, false));
        Answer answer = engine.get(resource, Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return answer;
    }

    /** Takes the first statement. */
    private static final class Whole implements Agreement {
        @Override
        public long largest() {
            return LARGEST;
        }

        @Override
        public String malformed(Content content) {
            return "";
        }

        @Override
        public Merged merge(MergeRequest request) {
            return new Merged(request.statements().getFirst().bytes(), true, List.of(), "");
        }
    }

    private static String text(Answer answer) throws InterruptedException {
        return new String(AnswerBytes.bytes((Answer.Held) answer, LARGEST), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_document_is_asked_for_in_gzip_and_kept_plain(boolean agreed) throws Exception {
        Mirror mirror = mirror("a", gzip(DOCUMENT));
        assertThat(text(get(agreed, mirror))).isEqualTo(DOCUMENT);
        assertThat(asked).containsExactly("gzip null");
        assertThat(store.find(new Key("r", "document"))).hasValueSatisfying(entry -> {
            assertThat(entry.size()).isEqualTo(DOCUMENT.length());
            assertThat(entry.meta().representation().coding()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_gzip_bomb_ends_at_the_limit_of_the_plain_content(boolean agreed) throws Exception {
        Answer answer = get(agreed, mirror("a", gzip(new byte[100 << 20])));
        assertThat(answer).isNotInstanceOf(Answer.Held.class);
        assertThat(store.find(new Key("r", "document"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cut_gzip_stream_is_never_served(boolean agreed) throws Exception {
        byte[] whole = gzip(DOCUMENT);
        Answer answer = get(agreed, mirror("a", Arrays.copyOf(whole, whole.length - 1)));
        assertThat(answer).isInstanceOf(Answer.Trouble.class);
        assertThat(store.find(new Key("r", "document"))).isEmpty();
    }

    @Test
    void what_breaks_off_in_gzip_is_begun_anew_elsewhere() throws Exception {
        byte[] whole = gzip(DOCUMENT);
        Mirror cut = mirror("a", Arrays.copyOf(whole, whole.length - 9));
        assertThat(text(get(false, cut, mirror("b", whole)))).isEqualTo(DOCUMENT);
        assertThat(asked).contains("gzip null").allMatch(request -> request.equals("gzip null"));
    }
}
