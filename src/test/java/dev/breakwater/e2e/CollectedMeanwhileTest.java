package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Retention;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry goes between being found and being opened. */
class CollectedMeanwhileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_is_collected_after_it_was_found_is_fetched_anew() throws Exception {
        Corpus corpus = Corpora.big(1, 3_000_000, 1);
        String path = "big.test/m0/@v/v1.0.0.zip";
        try (Rig rig = Rig.over(folder, corpus, 1, Rig.Choices.USUAL)) {
            byte[] first = rig.get(path).bytes();
            await().until(() -> rig.get(path).held().status() == CacheStatus.HIT);
            rig.meanwhile(CollectedMeanwhileTest::collectEverything);
            Rig.Got again = rig.get(path);
            assertThat(again.held().status()).isEqualTo(CacheStatus.MISS);
            assertThat(again.bytes()).isEqualTo(first);
        }
    }

    private static void collectEverything(FileStore store) {
        try {
            store.collect(new Retention(Instant.now(), 0, null, key -> false), key -> {}, () -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
