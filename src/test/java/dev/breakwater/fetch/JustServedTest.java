package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was served is held from then on, though the disk may still be busy storing it. */
class JustServedTest {
    private static final Map<String, String> STORE_ONLY = Map.of("Disable-Module-Fetch", "true");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small.test/m000/@v/v1.0.0.info",
                "small.test/m000/@v/v1.0.0.mod",
                "small.test/m000/@v/v1.0.0.zip",
                "small.test/m000/@v/list",
                "small.test/m000/@latest"
            })
    void what_was_served_is_held_while_its_commit_is_under_way(String path) throws Exception {
        try (Rig rig = Rig.over(folder, Corpora.small(1, 7), 3, Rig.Choices.USUAL)) {
            CountDownLatch stored = rig.holdCommits(path);
            byte[] served = rig.get(path).bytes();
            Rig.Got storeOnly = rig.get(path, STORE_ONLY);
            rig.goOffline();
            Rig.Got offline = rig.get(path);
            stored.countDown();
            assertThat(storeOnly.held().status()).isEqualTo(CacheStatus.JOINED);
            assertThat(storeOnly.bytes()).isEqualTo(served);
            assertThat(offline.held().status()).isEqualTo(CacheStatus.JOINED);
            assertThat(offline.bytes()).isEqualTo(served);
        }
    }

    @Test
    void what_was_not_served_is_not_held_while_its_info_is_stored() throws Exception {
        try (Rig rig = Rig.over(folder, Corpora.small(1, 7), 3, Rig.Choices.USUAL)) {
            CountDownLatch stored = rig.holdCommits("small.test/m000/@v/v1.0.0.info");
            rig.get("small.test/m000/@v/v1.0.0.info").held();
            Rig.Got zip = rig.get("small.test/m000/@v/v1.0.0.zip", STORE_ONLY);
            stored.countDown();
            assertThat(zip.answer()).isInstanceOf(Answer.Absent.class);
        }
    }
}
