package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.sumdb.LookupResult.Forged;
import dev.breakwater.sumdb.LookupResult.Unknown;
import dev.breakwater.testing.SigningDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lookup's reply has to be before its lines are believed. */
final class DatabaseTest {
    private static final String MODULE = "example.com/Mod";
    private static final String VERSION = "v1.2.3";

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final SigningDatabase signer = new SigningDatabase("sum.example", 1000);
    private final KeptHead heads = new KeptHead();

    DatabaseTest() {
        signer.add(MODULE, VERSION, "h1:zip=", "h1:mod=");
        for (int i = 0; i < 300; i++) {
            signer.add("example.com/m" + i, "v1.0.0", "h1:zip" + i, "h1:mod" + i);
        }
    }

    private Database over(Source source) {
        return new Database(
                VerifierKey.parse(signer.key()),
                source,
                heads,
                events::add,
                () -> Instant.parse("2026-11-01T00:00:00Z"));
    }

    private Database seeded(Source source) throws InterruptedException {
        Database database = over(source);
        assertThat(database.seed(List.of(page("latest")), 1)).isInstanceOf(HeadRelation.SameTimeline.class);
        return database;
    }

    private Mirrors honest() {
        return Mirrors.of("honest", signer::get);
    }

    private byte[] page(String path) {
        return Objects.requireNonNull(signer.get(path));
    }

    private byte[] reply() {
        return page("lookup/example.com/!mod@v1.2.3");
    }

    @Test
    void a_record_in_the_tree_vouches_for_zip_and_go_mod() throws Exception {
        LookupResult finding = seeded(honest()).lookup(MODULE, VERSION, reply());

        String record = SigningDatabase.text(MODULE, VERSION, "h1:zip=", "h1:mod=");
        assertThat(finding).isEqualTo(new Authentic(1000, record, "h1:zip=", "h1:mod="));
    }

    @Test
    void cve_2026_42501_a_reply_without_a_line_for_the_module_is_forged() throws Exception {
        Database database = seeded(honest());

        assertThat(database.lookup(MODULE, VERSION, signer.lookupOfAnother()))
                .isInstanceOfSatisfying(
                        Forged.class, forged -> assertThat(forged.why()).contains(MODULE + "@" + VERSION, "no line"));
        assertThat(database.lookup(MODULE, "v1.2.30", reply())).isInstanceOf(Forged.class);
        assertThat(database.lookup(MODULE, "v1.2", reply())).isInstanceOf(Forged.class);
        assertThat(database.lookup("example.com/mod", VERSION, reply())).isInstanceOf(Forged.class);
    }

    @Test
    void cve_2026_56864_lines_outside_the_authenticated_record_are_never_used() throws Exception {
        // The tree note may carry lines of its own behind its three; these are signed, and yet they are no record.
        String[] head = new String(page("latest"), UTF_8).split("\n", -1);
        String lie = SigningDatabase.text("evil.example/m", VERSION, "h1:evil=", "h1:evil=");
        String note = new String(signer.sign(head[0] + "\n" + head[1] + "\n" + head[2] + "\n" + lie), UTF_8);
        String record = SigningDatabase.text(MODULE, VERSION, "h1:zip=", "h1:mod=");
        byte[] reply = ("1000\n" + record + "\n" + note).getBytes(UTF_8);
        Database database = seeded(honest());

        assertThat(database.lookup("evil.example/m", VERSION, reply)).isInstanceOf(Forged.class);
        assertThat(database.lookup(MODULE, VERSION, reply))
                .isInstanceOfSatisfying(
                        Authentic.class, found -> assertThat(found.zip()).isEqualTo("h1:zip="));
    }

    @Test
    void cve_2026_56865_no_tile_is_used_that_is_not_authenticated() throws Exception {
        // Each tile in turn is forged by everybody; no lookup that needs it may pass, and nothing of it may stay.
        for (String path : List.of("tile/8/0/003", "tile/8/1/000.p/5", "tile/8/0/005.p/21")) {
            heads.reset();
            Function<String, byte @Nullable []> forger =
                    asked -> asked.equals(path) ? SigningDatabase.forged(page(asked)) : signer.get(asked);
            Mirrors source = Mirrors.of("forger", forger);
            Database database = over(source);
            database.seed(List.of(page("latest")), 1);

            assertThat(database.lookup(MODULE, VERSION, reply())).as(path).isInstanceOf(Unknown.class);
            assertThat(source.kept()).doesNotContainKey(Tile.parse(path).orElseThrow());
        }
    }

    @Test
    void a_source_that_does_not_check_is_not_believed() throws Exception {
        Source careless = new Source() {
            @Override
            public byte[] tile(Tile tile, TileCheck check, boolean keep) {
                byte[] honest = page(tile.path());
                return tile.full() ? SigningDatabase.forged(honest) : honest;
            }

            @Override
            public void keep(Tile tile, byte[] bytes) {}
        };
        assertThat(seeded(careless).lookup(MODULE, VERSION, reply())).isInstanceOf(Unknown.class);
    }

    @Test
    void a_record_that_was_changed_is_forged() throws Exception {
        String changed = new String(reply(), UTF_8).replace("h1:zip=", "h1:evil=");

        assertThat(seeded(honest()).lookup(MODULE, VERSION, changed.getBytes(UTF_8)))
                .isInstanceOf(Forged.class);
    }

    @Test
    void a_record_under_another_number_is_forged() throws Exception {
        String moved = new String(reply(), UTF_8).replaceFirst("1000", "1001");

        assertThat(seeded(honest()).lookup(MODULE, VERSION, moved.getBytes(UTF_8)))
                .isInstanceOf(Forged.class);
    }

    @Test
    void a_reply_signed_by_nobody_we_know_is_forged() throws Exception {
        SigningDatabase other = new SigningDatabase("sum.other", 1000);
        other.add(MODULE, VERSION, "h1:zip=", "h1:mod=");
        byte[] reply = Objects.requireNonNull(other.get("lookup/example.com/!mod@v1.2.3"));

        assertThat(seeded(honest()).lookup(MODULE, VERSION, reply)).isInstanceOf(Forged.class);
    }

    @Test
    void lines_that_contradict_each_other_vouch_for_neither() throws Exception {
        String two = "m.example/a v1.0.0 h1:one=\nm.example/a v1.0.0 h1:two=\nm.example/a v1.0.0/go.mod h1:mod=\n";
        String both = "m.example/b v1.0.0 h1:one=\nm.example/b v1.0.0 h1:two=\n";
        signer.add("m.example/a", "v1.0.0", two);
        signer.add("m.example/b", "v1.0.0", both);
        Database database = seeded(honest());

        assertThat(database.lookup("m.example/a", "v1.0.0", page("lookup/m.example/a@v1.0.0")))
                .isEqualTo(new Authentic(1301, two, null, "h1:mod="));
        assertThat(database.lookup("m.example/b", "v1.0.0", page("lookup/m.example/b@v1.0.0")))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void the_same_line_twice_and_hashes_of_another_kind_do_no_harm() throws Exception {
        String text = "m.example/a v1.0.0 h1:one=\nm.example/a v1.0.0 h2:two\nm.example/a v1.0.0 h1:one=\n";
        signer.add("m.example/a", "v1.0.0", text);

        assertThat(seeded(honest()).lookup("m.example/a", "v1.0.0", page("lookup/m.example/a@v1.0.0")))
                .isEqualTo(new Authentic(1301, text, "h1:one=", null));
    }

    @Test
    void nothing_is_known_while_no_tile_can_be_had() throws Exception {
        assertThat(over(Mirrors.of("dead", path -> null)).lookup(MODULE, VERSION, reply()))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void a_record_beyond_its_own_head_and_ours_is_forged() throws Exception {
        Database database = seeded(honest());
        signer.add("late.example/m", "v1.0.0", "h1:zip=", "h1:mod=");

        assertThat(database.lookup("late.example/m", "v1.0.0", signer.lookupAt("late.example/m", "v1.0.0", 1100)))
                .isInstanceOf(Forged.class);
        assertThat(database.lookup("late.example/m", "v1.0.0", page("lookup/late.example/m@v1.0.0")))
                .isInstanceOf(Authentic.class);
    }

    @Test
    void an_authentic_record_can_be_told_under_our_own_head() throws Exception {
        Database database = seeded(honest());
        byte[] old = signer.lookupAt(MODULE, VERSION, 1001);
        Authentic found = (Authentic) database.lookup(MODULE, VERSION, old);

        assertThat(found.reply(Objects.requireNonNull(database.head()))).isEqualTo(reply());
    }
}
