package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.store.Entry;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Representation;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made from another resource, and what points to one. */
class DerivedTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final AtomicBoolean offline = new AtomicBoolean();
    private final AtomicInteger made = new AtomicInteger();
    private Verdict verdict = new Verdict.Verified("a record");
    private Policy.Unverified unverified = Policy.Unverified.REFUSE;
    private final Registry registry = new Registry();
    private final Upper upper = new Upper();
    private final Queue<Key> changes = new ConcurrentLinkedQueue<>();
    private FileStore store;
    private Engine engine;

    /** An origin that has a text under each path, says of which type it is, and can be dark. */
    private static final class Registry implements Origin {
        private volatile String content = "one";
        private volatile boolean dark;
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "registry";
        }

        @Override
        public String domain() {
            return "registry";
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            asked.incrementAndGet();
            if (dark) {
                return new Outcome.Unavailable("dark", false, true);
            }
            if (ask.path().equals("nothing")) {
                return new Outcome.Missing("404");
            }
            byte[] bytes = (ask.path().equals("tag") ? "manifest" : content).getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers =
                    Map.of(KeptHeaders.TYPE, "text/x-" + ask.headers().get("Accept"));
            Head head = new Head(0, bytes.length, null, false, false, false, headers);
            if (sink.begin(head)) {
                sink.write(ByteBuffer.wrap(bytes));
            }
            return new Outcome.Found(head, "200");
        }
    }

    /** Makes upper case of it. */
    private final class Upper implements Transform {
        private String version = "upper 1";
        private String coding = "";
        private int padding;
        private Form known = Form.PLAIN;
        private long largest = 100;

        @Override
        public String version() {
            return version;
        }

        @Override
        public String coding() {
            return coding;
        }

        @Override
        public long largest() {
            return largest;
        }

        @Override
        public Form apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException {
            made.incrementAndGet();
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            if (text.equals("unfit")) {
                throw new UnfitSourceException("it has no upper case");
            }
            form.write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            form.write(new byte[padding]);
            return known;
        }
    }

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = () -> Instant.parse("2026-01-01T00:00:00Z").plus(passed.get());
        Health health = new Health(e -> {}, clock);
        Budget none = new Budget(0, 0, clock);
        store = FileStore.open(folder, clock, e -> {});
        engine = new Engine(
                new EntryStorage(store, changes::add, new Semaphore(9)),
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, none, none, offline::get),
                new Clocks(clock, clock),
                e -> {},
                new Engine.Room(9, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        engine.settle(Duration.ofSeconds(20));
        store.close();
    }

    private Resource resource(String path, String type, Recipe recipe) {
        return new Resource(
                new Key("r", path),
                "m",
                new Kind("thing", Traffic.METADATA),
                Freshness.of(MINUTE),
                type,
                recipe,
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), unverified, true, false, null, false));
    }

    private FetchSource source(String path) {
        Tiers origins = new Tiers("r", Selection.PRIORITY, List.of(List.of(registry)));
        Recipe recipe = new Recipe.One(
                origins, UpstreamRequest.accepting(path, "full"), Verifier.of(100, () -> whole -> verdict));
        return new ResourceSource(resource(path, "", recipe), engine);
    }

    private Answer get(Recipe recipe, String path) throws InterruptedException {
        Answer answer = engine.get(resource(path, "text/x-short", recipe), Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        return answer;
    }

    private Answer form() throws InterruptedException {
        return get(new Recipe.Derived(source("full"), upper), "short");
    }

    private static String text(Answer answer) {
        Answer.Held held = (Answer.Held) answer;
        return held.status() + " " + new String(((Body.Bytes) held.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_form_is_made_once_and_kept() throws Exception {
        assertThat(text(form())).isEqualTo("MISS ONE");
        assertThat(text(form())).isEqualTo("HIT ONE");
        assertThat(((Answer.Held) form()).content().type()).isEqualTo("text/x-short");
        assertThat(made).hasValue(1);
        assertThat(registry.asked).hasValue(1);
        assertThat(text(source("full").get(Caller.ANYBODY))).isEqualTo("HIT one");
    }

    @Test
    void a_form_of_what_has_not_changed_is_not_made_again() throws Exception {
        form();
        passed.set(MINUTE.multipliedBy(2));
        assertThat(text(form())).isEqualTo("REVALIDATED ONE");
        assertThat(text(form())).isEqualTo("HIT ONE");
        assertThat(made).hasValue(1);
    }

    @Test
    void a_form_follows_its_source_whoever_has_fetched_that() throws Exception {
        form();
        registry.content = "two";
        passed.set(MINUTE.multipliedBy(2));
        assertThat(text(source("full").get(Caller.ANYBODY))).isEqualTo("MISS two");
        engine.settle(Duration.ofSeconds(20));
        assertThat(text(form())).endsWith(" TWO");
        assertThat(made).hasValue(2);
    }

    @Test
    void a_coded_form_is_coded_once_and_read_plain_by_the_server() throws Exception {
        upper.coding = Representation.GZIP;
        for (String status : List.of("MISS", "HIT")) {
            Answer.Held held = (Answer.Held) form();
            assertThat(held.status()).hasToString(status);
            assertThat(held.content().coding()).isEqualTo("gzip");
            byte[] stored = ((Body.Bytes) held.body()).bytes();
            assertThat(held.content().sha256()).isEqualTo(Digest.of(stored));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(stored))).hasContent("ONE");
            assertThat(AnswerBytes.bytes(held, 3)).asString().isEqualTo("ONE");
            assertThatThrownBy(() -> AnswerBytes.bytes(held, 2)).hasRootCauseMessage("has more than 2 bytes");
        }
        assertThat(made).hasValue(1);
        upper.coding = "";
        assertThat(text(form())).endsWith(" ONE");
        assertThat(made).hasValue(2);
    }

    @Test
    void a_form_of_a_coded_form_is_made_from_its_plain_bytes() throws Exception {
        upper.coding = Representation.GZIP;
        FetchSource coded =
                new ResourceSource(resource("coded", "", new Recipe.Derived(source("full"), upper)), engine);
        Transform doubled = new Transform() {
            @Override
            public String version() {
                return "doubled 1";
            }

            @Override
            public long largest() {
                return 100;
            }

            @Override
            public Form apply(InputStream source, OutputStream form) throws IOException {
                String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
                form.write((text + text).getBytes(StandardCharsets.UTF_8));
                return Form.PLAIN;
            }
        };
        assertThat(text(get(new Recipe.Derived(coded, doubled), "doubled"))).isEqualTo("MISS ONEONE");
    }

    @Test
    void content_of_more_than_64_kib_is_sent_from_its_file_whatever_its_type() throws Exception {
        upper.largest = 1 << 20;
        upper.padding = FetchedContent.SMALL;
        for (String status : List.of("MISS", "HIT")) {
            Answer.Held held = (Answer.Held) form();
            assertThat(held.status()).hasToString(status);
            assertThat(held.content().type()).startsWith("text/");
            assertThat(held.body()).isInstanceOf(Body.Whole.class);
            held.body().release();
        }
    }

    @Test
    void a_coded_form_is_limited_before_it_is_coded() throws Exception {
        upper.coding = Representation.GZIP;
        registry.content = "o".repeat(90); // far fewer in gzip
        upper.largest = 89;
        assertThat(form())
                .isInstanceOfSatisfying(
                        Answer.Absent.class, absent -> assertThat(absent.why()).contains("too large"));
    }

    @Test
    void a_form_says_when_it_was_modified_and_has_headers() throws Exception {
        Instant modified = Instant.parse("2025-05-05T05:05:05.5Z");
        upper.known = new Transform.Form(modified, Map.of("x-names", "1"));
        for (int i = 0; i < 2; i++) {
            ContentInfo info = ((Answer.Held) form()).content();
            assertThat(info.modified()).isEqualTo(modified);
            assertThat(info.headers()).containsExactly(Map.entry("x-names", "1"));
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void a_form_that_says_it_was_modified_later_than_now_was_modified_when_it_was_made() throws Exception {
        upper.known = Transform.Form.modifiedAt(Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(((Answer.Held) form()).content().modified()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void a_form_has_no_header_that_is_the_servers_to_say() {
        for (String name : List.of("content-encoding", "etag", "X-Upper")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Transform.Form(null, Map.of(name, "1")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Transform.Form(null, Map.of("x-a", "a\r\nb")));
    }

    @Test
    void a_form_that_is_made_in_another_way_is_made_again() throws Exception {
        form();
        upper.version = "upper 2";
        form();
        assertThat(made).hasValue(2);
        assertThat(registry.asked).hasValue(1);
    }

    @Test
    void a_form_is_served_and_made_with_everything_dark() throws Exception {
        form();
        passed.set(MINUTE.multipliedBy(2));
        registry.dark = true;
        assertThat(text(form())).isEqualTo("STALE ONE");
        store.remove(new Key("r", "short"));
        assertThat(text(form())).isEqualTo("STALE ONE");
        assertThat(store.find(new Key("r", "short"))).as("it is not current").isEmpty();
        offline.set(true);
        assertThat(text(form())).endsWith(" ONE");
    }

    @Test
    void what_the_source_comes_to_is_what_the_form_comes_to() throws Exception {
        assertThat(get(new Recipe.Derived(source("nothing"), upper), "x")).isInstanceOf(Answer.Absent.class);
        registry.content = "unfit";
        assertThat(form())
                .isInstanceOfSatisfying(
                        Answer.Absent.class, absent -> assertThat(absent.why()).contains("it has no upper case"));
        registry.dark = true;
        assertThat(get(new Recipe.Derived(source("other"), upper), "y")).isInstanceOf(Answer.Trouble.class);
    }

    @Test
    void a_form_has_a_limit_that_is_not_tried_again_for_each_request() throws Exception {
        upper.largest = 2;
        for (int i = 0; i < 3; i++) {
            assertThat(form())
                    .isInstanceOfSatisfying(
                            Answer.Absent.class,
                            absent -> assertThat(absent.why()).contains("too large"));
        }
        assertThat(made).hasValue(1);
        assertThat(store.find(new Key("r", "short"))).isEmpty();
    }

    @Test
    void a_form_of_what_is_not_kept_for_others_is_not_kept_either() throws Exception {
        verdict = new Verdict.Unverifiable("no record", "print", false);
        unverified = Policy.Unverified.AGREE;
        assertThat(((Answer.Held) form()).provisional()).isTrue();
        assertThat(store.find(new Key("r", "full"))).isEmpty();
        assertThat(store.find(new Key("r", "short"))).isEmpty();
    }

    @Test
    void a_form_is_confirmed_once_its_source_is() throws Exception {
        verdict = new Verdict.Unverifiable("no record", "print", false);
        unverified = Policy.Unverified.SERVE;
        form();
        assertThat(store.find(new Key("r", "short")).map(entry -> entry.meta().standing()))
                .contains(Standing.PROVISIONAL);
        verdict = new Verdict.Verified("a record");
        passed.set(MINUTE.multipliedBy(2));
        form();
        assertThat(store.find(new Key("r", "short")).map(entry -> entry.meta().standing()))
                .contains(Standing.CONFIRMED);
    }

    @Test
    void a_form_is_as_old_as_its_source_whenever_it_was_made() throws Exception {
        source("full").get(Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        passed.set(MINUTE.minusSeconds(1));
        form();
        registry.content = "two";
        passed.set(MINUTE.plusSeconds(1));
        assertThat(text(form())).endsWith(" TWO");
    }

    @Test
    void the_absence_of_a_form_is_remembered_as_that_of_its_source() throws Exception {
        Recipe recipe = new Recipe.Derived(source("nothing"), upper);
        for (int i = 0; i < 3; i++) {
            assertThat(get(recipe, "x")).isInstanceOf(Answer.Absent.class);
        }
        assertThat(registry.asked).hasValue(1);
        assertThat(changes).containsExactlyInAnyOrder(new Key("r", "nothing"), new Key("r", "x"));
    }

    @Test
    void a_form_of_what_only_points_elsewhere_is_a_mistake() {
        FetchSource pointed = new ResourceSource(
                resource("tag", "", new Recipe.Pointed(source("tag"), _ -> source("content"))), engine);
        assertThatIllegalArgumentException().isThrownBy(() -> new Recipe.Derived(pointed, upper));
    }

    @Test
    void all_who_want_a_form_share_one_making() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = List.of(threads.submit(this::form), threads.submit(this::form));
            for (Future<Answer> each : all) {
                assertThat(text(each.get())).endsWith(" ONE");
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void an_answer_to_a_form_is_made_from_two_entries() {
        assertThat(resource("short", "", new Recipe.Derived(source("full"), upper))
                        .keys())
                .containsExactly(new Key("r", "short"), new Key("r", "full"));
    }

    @Test
    void a_name_is_answered_with_the_content_it_points_to() throws Exception {
        Recipe tag = new Recipe.Pointed(source("tag"), pointer -> {
            assertThat(new String(pointer, StandardCharsets.UTF_8)).isEqualTo("manifest");
            return source("content");
        });
        assertThat(text(get(tag, "tag"))).isEqualTo("MISS one");
        Answer.Held again = (Answer.Held) get(tag, "tag");
        assertThat(text(again)).isEqualTo("HIT one");
        assertThat(again.content().type()).isEqualTo("text/x-full");
        assertThat(again.content().freshness()).isEqualTo(Freshness.of(MINUTE));
        assertThat(store.find(new Key("r", "content")).map(Entry::size)).contains(3L);
        passed.set(MINUTE.multipliedBy(2));
        registry.dark = true;
        assertThat(text(get(tag, "tag"))).isEqualTo("STALE one");
    }
}
