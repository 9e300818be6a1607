package dev.breakwater.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.OciCorpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLayoutTest {
    private final OciCorpus corpus = new OciCorpus();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_part_that_is_missing_or_has_other_bytes_is_found() throws Exception {
        String index = corpus.pushArchives("library/tea", "v1", 400);
        Map<String, OciCorpus.Part> parts = corpus.parts("library/tea", index);
        // the index, and of each platform a manifest, a configuration and a layer; one layer is shared
        assertThat(parts).hasSize(8);
        ImageLayout whole = ImageLayout.write(folder.resolve("whole"), corpus, "library/tea", index);
        assertThat(whole.fault(corpus, "library/tea", index, false)).isEmpty();
        for (Map.Entry<String, OciCorpus.Part> each : parts.entrySet()) {
            Path file = whole.folder().resolve("blobs").resolve(each.getKey().replace(':', '/'));
            byte[] right = Files.readAllBytes(file);
            boolean layer = each.getValue().layer();
            Files.writeString(file, "other bytes");
            assertThat(whole.fault(corpus, "library/tea", index, false)).startsWith("WRONG BYTES in " + each.getKey());
            assertThat(whole.fault(corpus, "library/tea", index, true).isEmpty())
                    .as("of " + each.getValue().mediaType())
                    .isEqualTo(!layer);
            Files.delete(file);
            assertThat(whole.fault(corpus, "library/tea", index, false)).startsWith("it lacks " + each.getKey());
            Files.write(file, right);
        }
    }

    @Test
    void the_tag_of_one_platform_names_an_image_of_the_index() throws Exception {
        String index = corpus.pushArchives("library/tea", "v1", 400);
        String image = corpus.digest("library/tea", "v1-amd64");
        assertThat(corpus.parts("library/tea", index)).containsKey(image);
        assertThat(corpus.parts("library/tea", image)).hasSize(4);
        ImageLayout alone = ImageLayout.write(folder.resolve("alone"), corpus, "library/tea", image);
        assertThat(alone.fault(corpus, "library/tea", image, false)).isEmpty();
        assertThat(alone.fault(corpus, "library/tea", index, false)).startsWith("it lacks " + index);
    }
}
