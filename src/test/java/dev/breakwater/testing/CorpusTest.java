package dev.breakwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class CorpusTest {
    @Test
    void same_seed_makes_the_same_bytes() {
        Corpus one = Corpora.small(3, 7);
        Corpus two = Corpora.small(3, 7);
        one.forEach((module, version, zip, mod) -> {
            Release other = two.release(module, version).orElseThrow();
            assertThat(other.zipH1()).isEqualTo(zip);
            assertThat(other.modH1()).isEqualTo(mod);
        });
        assertThat(Corpora.small(1, 8)
                        .release("small.test/m000", "v1.0.0")
                        .orElseThrow()
                        .zipH1())
                .isNotEqualTo(
                        one.release("small.test/m000", "v1.0.0").orElseThrow().zipH1());
    }

    @Test
    void zip_of_other_bytes_has_the_same_h1() {
        Release release = Corpora.small(1, 1).releases("small.test/m000").getFirst();
        Blob other = release.zipOfOtherBytes();
        assertThat(other.bytes()).isNotEqualTo(release.zip().bytes());
        assertThat(H1.ofZip(other)).isEqualTo(release.zipH1());
    }

    /** The go.sum line of rsc.io/quote v1.5.2's go.mod, whose text is public. */
    @Test
    void h1_of_a_well_known_go_mod_is_the_well_known_one() {
        byte[] mod = "module \"rsc.io/quote\"\n\nrequire \"rsc.io/sampler\" v1.3.0\n".getBytes(StandardCharsets.UTF_8);
        assertThat(H1.ofMod(mod)).isEqualTo("h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=");
    }

    @Test
    void any_part_of_a_big_zip_is_the_same_part_of_the_whole() throws IOException {
        Blob zip = Corpora.big(1, 300_000, 1).releases("big.test/m0").getFirst().zip();
        byte[] whole = zip.bytes();
        for (int[] part :
                new int[][] {{0, 1}, {1, 70_000}, {65_600, 65_700}, {131_000, 200_001}, {299_000, whole.length}}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            zip.writeTo(out, part[0], part[1]);
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, part[0], part[1]));
        }
    }

    @Test
    void h1_from_the_files_is_the_h1_of_the_zip() {
        Corpus corpus = Awkward.publish(Corpora.big(1, 100_000, 1));
        for (String module : corpus.modules()) {
            for (Release release : corpus.releases(module)) {
                assertThat(release.zipH1()).as(release.toString()).isEqualTo(H1.ofZip(release.zip()));
            }
        }
    }

    @Test
    void every_name_in_a_zip_stands_below_module_and_version() throws IOException {
        Release release = Corpora.big(1, 100_000, 1).releases("big.test/m0").getFirst();
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(release.zip().open())) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names)
                .contains("big.test/m0@v1.0.0/noise.bin")
                .allMatch(name -> name.startsWith("big.test/m0@v1.0.0/"));
    }

    @Test
    void latest_ranks_releases_over_pre_releases_over_pseudo_versions() {
        Corpus corpus = Awkward.publish(new Corpus());
        assertThat(corpus.latest(Awkward.RETRACTED)).map(Release::version).contains("v1.0.0");
        assertThat(corpus.latest(Awkward.EARLY)).map(Release::version).contains("v1.0.0-rc.10");
        assertThat(corpus.latest(Awkward.UNTAGGED)).map(Release::version).contains(Awkward.PSEUDO);
        assertThat(corpus.list(Awkward.UNTAGGED)).isEmpty();
        assertThat(corpus.resolve(Awkward.LEGACY, "v2.0.0"))
                .map(Release::version)
                .contains("v2.0.0+incompatible");
    }

    @Test
    void what_is_published_later_is_listed() {
        Corpus corpus = new Corpus().publish("new.test/m", "v1.9.0", Map.of("m.go", "package m\n"));
        assertThat(corpus.list("new.test/m")).containsExactly("v1.9.0");
        corpus.publish("new.test/m", "v1.10.0", Map.of("m.go", "package m\n"));
        assertThat(corpus.list("new.test/m")).containsExactly("v1.9.0", "v1.10.0");
    }
}
