package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.testing.SigningDatabase;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against what others say: golang.org/x/mod, and the real sum.golang.org of November 2026. */
final class KnownAnswersTest {
    @Test
    void the_empty_tree_hashes_to_the_hash_of_nothing() {
        assertThat(Hash.EMPTY.base64()).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(TreeFrontier.root(List.of(), List.of())).isEqualTo(Hash.EMPTY);
    }

    @Test
    void the_tree_of_the_reference_clients_tests_is_signed_as_it_is_there() {
        // client_test.go, TestClientFork: the records, and the heads that its comment shows.
        SigningDatabase common = new SigningDatabase("localhost.localdev/sumdb");
        common.add("rsc.io/quote", "v1.5.2", """
                rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=
                rsc.io/quote v1.5.2/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=
                rsc.io/quote v1.5.2 h2:xyzzy
                """);
        common.add("golang.org/x/text", "v0.0.0-20170915032832-14c0d48ead0c", """
                golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c h1:qgOY6WgZOaTkIIMiVjBQcw93ERBE4m30iBm00nkL0i8=
                golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=
                """);
        common.add("rsc.io/sampler", "v1.3.0", """
                rsc.io/sampler v1.3.0 h1:7uVkIFmeBqHfdjD+gZwtXXI+RODJ2Wc4O7MPEh/QiW4=
                rsc.io/sampler v1.3.0/go.mod h1:T1hPZKmBbMNahiBKFy5HrXp6adAjACjK9JXDnKaTXpA=
                """);
        common.add("rsc.io/Quote", "v1.5.2", "rsc.io/Quote v1.5.2 h1:uppercase!=\n");
        SigningDatabase one = common.fork(4);
        one.add("rsc.io/pkg1", "v1.5.2", "rsc.io/pkg1 v1.5.2 h1:hash!=\n");
        SigningDatabase two = common.fork(4);
        two.add("rsc.io/pkg1", "v1.5.3", "rsc.io/pkg1 v1.5.3 h1:hash!=\n");
        two.add("rsc.io/pkg1", "v1.5.4", "rsc.io/pkg1 v1.5.4 h1:hash!=\n");

        assertThat(common.key())
                .isEqualTo("localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6");
        assertThat(new String(one.latestAt(5), UTF_8)).isEqualTo("""
                go.sum database tree
                5
                nWzN20+pwMt62p7jbv1/NlN95ePTlHijabv5zO/s36w=

                — localhost.localdev/sumdb AAAMZ5/2FVAdMH58kmnz/0h299pwyskEbzDzoa2/YaPdhvLya4YWDFQQxu2TQb5GpwAH4NdWnTwuhILafisyf3CNbgg=
                """);
        assertThat(new String(two.latestAt(6), UTF_8)).isEqualTo("""
                go.sum database tree
                6
                wc4SkQt52o5W2nQ8To2ARs+mWuUJjss+sdleoiqxMmM=

                — localhost.localdev/sumdb AAAMZ6oRNswlEZ6ZZhxrCvgl1MBy+nusq4JU+TG6Fe2NihWLqOzb+y2c2kzRLoCr4tvw9o36ucQEnhc20e4nA4Qc/wc=
                """);
        assertThat(TreeHead.open(two.latestAt(6), VerifierKey.parse(common.key()))
                        .size())
                .isEqualTo(6);
    }

    /** Records {@code leaf 0\n}, {@code leaf 1\n} …; computed with golang.org/x/mod/sumdb/tlog. */
    private static SigningDatabase leaves(int count) {
        SigningDatabase signer = new SigningDatabase("sum.example");
        for (int i = 0; i < count; i++) {
            signer.add("leaf", Integer.toString(i), "leaf " + i + "\n");
        }
        return signer;
    }

    @ParameterizedTest
    @CsvSource({
        "1, MOeugA3t5V3Oj0fSy/FlGTQpdznjmesLaR7I3+A22G0=",
        "2, f1FIewPiNehClGJT7R1DYW+N7aHhjvEaeOD4JFDEjVs=",
        "3, JepaVodcJudzoFDJKz3j7gpniTYyoHSH7LmckNqeQpk=",
        "7, lUzpgbs5zlg5Wj9Zj1gs20Of4LzzF54BdR3YRQ0eBiI=",
        "255, aZ927X47gewuX6HbAYGgH212n3lZUPwde8WY/vfmR3w=",
        "256, yYIQ0XBOFBbuS+TWC69bRoDj2h/MxDl6oGKGTw+07YQ=",
        "257, XXgk1XXhAbqnD6BYar6PG7xZVRgTPDHQoFmiLWe5CbE=",
        "1000, pCc9m4fd8YRjAAm9g1any1YWbJ0IdvdNj3CghC1/iFw="
    })
    void a_tree_hashes_to_what_go_says(int size, String root) {
        SigningDatabase signer = leaves(size);
        List<Tile> tiles = TreeFrontier.tiles(size);
        List<byte[]> bytes = new ArrayList<>();
        tiles.forEach(tile -> bytes.add(Objects.requireNonNull(signer.get(tile.path()))));

        assertThat(TreeFrontier.root(tiles, bytes).base64()).isEqualTo(root);
        assertThat(new String(signer.latestAt(size), UTF_8)).contains("\n" + root + "\n");
    }

    @Test
    void a_tree_of_three_levels_and_its_tiles_hash_to_what_go_says() throws Exception {
        SigningDatabase signer = leaves(70_000);

        assertThat(new String(signer.latestAt(65_536), UTF_8)).contains("VF9ENFg15hG/OUY9Dco08iaeV10CK2eaBl4TciC7nqE=");
        assertThat(new String(signer.latestAt(70_000), UTF_8)).contains("a7PGFS///7v0X3ijbFPOkXYjZTGYz3hXtlLAMHyHvqQ=");
        isTile(signer, "tile/8/0/000", "a1443b9020bae9b11e383ba03d4245f20b6ecd85ccfcacd4fae06aa189541bcc");
        isTile(signer, "tile/8/0/273.p/112", "f8767a9b425298c0f9b708f232fd898a4f43599fed2a7c0e6fb383dbfb42e619");
        isTile(signer, "tile/8/1/000", "50ec962db6a2c49f8ac8b53125060592db2b29dfc4c9ef6f84fee76ba6875509");
        isTile(signer, "tile/8/1/001.p/17", "c1a2b7e1253124766e1a8da92d7c32da611d30cb8a945a119237e7dbd13fa19c");
        isTile(signer, "tile/8/2/000.p/1", "8055bcb889e33fffa2e25b77d663c855f4f7c878baaed90101a97aa850c00fe6");

        VerifierKey key = VerifierKey.parse(signer.key());
        Tree tree = Tree.open(
                TreeHead.open(signer.latestAt(70_000), key), null, new TileCache(Mirrors.of("honest", signer::get)));
        assertThat(tree.root(65_535).base64()).isEqualTo("8iIbDknjFr3Xn3uEVwRzEvp955ZAUIZRM0SGHfLMRlw=");
        assertThat(tree.root(65_793).base64()).isEqualTo("Sp4JqRub7W0vEkzGQM1lrCPA8ZTIvNuSUClwLTiRKh4=");
        assertThat(tree.leaf(65_000)).isEqualTo(Hash.leaf("leaf 65000\n".getBytes(UTF_8)));
    }

    private static void isTile(SigningDatabase signer, String path, String sha256) {
        assertThat(Digest.of(Objects.requireNonNull(signer.get(path))).hex())
                .as(path)
                .isEqualTo(sha256);
    }

    @Test
    void a_lookup_of_the_real_database_is_authentic() throws Exception {
        Mirrors real = Mirrors.of("resources", KnownAnswersTest::real);
        Database database = new Database(
                VerifierKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"),
                real,
                new KeptHead(),
                Events.NONE,
                InstantSource.system());
        database.seed(List.of(Objects.requireNonNull(real("latest"))), 1);
        byte[] reply = Objects.requireNonNull(real("lookup/golang.org/x/mod@v0.17.0"));

        assertThat(database.lookup("golang.org/x/mod", "v0.17.0", reply))
                .isInstanceOfSatisfying(Authentic.class, found -> {
                    assertThat(found.id()).isEqualTo(24955599);
                    assertThat(found.zip()).isEqualTo("h1:zY54UmvipHiNd+pm+m0x9KhZ9hl1/7QNMyxXbc6ICqA=");
                    assertThat(found.goMod()).isEqualTo("h1:hTbmBsO62+eylJbnUtE2MGJUyE7QWk4xUqPFrRgJ+7c=");
                });
        assertThat(real.blamed()).isEmpty();
        assertThat(database.lookup(
                        "golang.org/x/mod",
                        "v0.17.0",
                        new String(reply, UTF_8).replace("h1:zY54", "h1:zY55").getBytes(UTF_8)))
                .isInstanceOf(LookupResult.Forged.class);
    }

    private static byte @Nullable [] real(String path) {
        try (InputStream in = KnownAnswersTest.class.getResourceAsStream("sum.golang.org/" + path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
