package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.event.Events;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.testing.SigningDatabase;
import dev.breakwater.verify.Verdict.Verified;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Whatever strangers send is either right or refused, and never an accident: the targets of a fuzzer, one for each kind
 * of bytes. {@code JAZZER_FUZZ=1 mvn -Dquick test-compile surefire:test@fuzz -Dtest=HostileBytesFuzz#a_note} lets it run
 * on one for ten minutes. {@link HostileBytesTest} feeds the same targets without a fuzzer.
 */
final class HostileBytesFuzz {
    private static final String RECORD = SigningDatabase.text("example.com/m", "v1.0.0", "h1:zip=", "h1:mod=");
    static final SigningDatabase SIGNER = signer();
    static final VerifierKey KEY = VerifierKey.parse(SIGNER.key());
    static final byte[] REPLY = page("lookup/example.com/m@v1.0.0");
    static final byte[] HEAD = page("latest");
    private static final byte[] HASHES = page("tile/8/0/001.p/45");
    static final byte[] DATA = page("tile/8/data/001.p/45");

    private static SigningDatabase signer() {
        SigningDatabase signer = new SigningDatabase("sum.example", 300);
        signer.add("example.com/m", "v1.0.0", RECORD);
        return signer;
    }

    static byte[] page(String path) {
        return Objects.requireNonNull(SIGNER.get(path));
    }

    @FuzzTest(maxDuration = "10m")
    void a_note(byte[] bytes) {
        try {
            Note note = Note.open(bytes, KEY);
            assertThat(note.text()).isEqualTo(new String(HEAD, UTF_8).split("\n\n", 2)[0] + "\n");
            assertThat(Note.open(note.bytes(), KEY).text()).isEqualTo(note.text());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("note");
        }
    }

    /**
     * Signed, so that what lies behind the signature is reached too. A hash has four spellings in Base64, as Go reads it: all
     * of them are the one head.
     */
    @FuzzTest(maxDuration = "10m")
    void a_tree_head(byte[] text) {
        byte[] note = SIGNER.sign(new String(text, UTF_8));
        try {
            TreeHead head = TreeHead.open(note, KEY);
            assertThat(new String(head.note(), UTF_8)).startsWith("go.sum database tree\n" + head.size() + "\n");
            TreeHead canonical = TreeHead.open(SIGNER.sign(TreeHead.text(head.size(), head.root())), KEY);
            assertThat(canonical.size()).isEqualTo(head.size());
            assertThat(canonical.root()).isEqualTo(head.root());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching(".*(note|tree head).*");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void a_reply(byte[] bytes) {
        try {
            LookupReply reply = LookupReply.parse(bytes);
            byte[] before = (reply.id() + "\n" + reply.record() + "\n").getBytes(UTF_8);
            assertThat(Arrays.copyOf(bytes, before.length)).isEqualTo(before);
            assertThat(reply.note()).isEqualTo(Arrays.copyOfRange(bytes, before.length, bytes.length));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("malformed");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void a_lookup(byte[] bytes) throws InterruptedException {
        Database database = new Database(
                KEY, Mirrors.of("honest", SIGNER::get), new KeptHead(), Events.NONE, InstantSource.system());
        database.seed(List.of(HEAD), 1);
        LookupResult finding = database.lookup("example.com/m", "v1.0.0", bytes);
        if (finding instanceof Authentic found) {
            assertThat(found).isEqualTo(new Authentic(300, RECORD, "h1:zip=", "h1:mod="));
        }
        assertThat(finding).isNotInstanceOf(LookupResult.Unknown.class);
    }

    @FuzzTest(maxDuration = "10m")
    void a_tile_path(byte[] bytes) {
        String path = new String(bytes, UTF_8);
        Tile.parse(path).ifPresent(tile -> assertThat(tile.path()).isEqualTo(path));
    }

    @FuzzTest(maxDuration = "10m")
    void a_tile(byte[] bytes) throws InterruptedException {
        Tile tile = new Tile(0, 0, 256);
        Mirrors mirrors = Mirrors.of("stranger", path -> path.equals(tile.path()) ? bytes : SIGNER.get(path));
        Database database = new Database(KEY, mirrors, new KeptHead(), Events.NONE, InstantSource.system());
        database.seed(List.of(HEAD), 1);
        if (database.tile(tile) instanceof TileAnswer.TileFound held) {
            assertThat(held.bytes()).isEqualTo(page(tile.path()));
        }
        assertThat(mirrors.kept().getOrDefault(tile, page(tile.path()))).isEqualTo(page(tile.path()));
    }

    @FuzzTest(maxDuration = "10m")
    void a_data_tile(byte[] bytes) {
        if (DataTile.judge(new Tile(Tile.DATA, 1, 45), bytes, HASHES) instanceof Verified) {
            assertThat(bytes).isEqualTo(DATA);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void a_key(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        try {
            VerifierKey key = VerifierKey.parse(text);
            assertThat(key.toString()).isEqualTo(text).startsWith(key.name() + "+");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("checksum database key");
        }
    }
}
