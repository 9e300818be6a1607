package dev.breakwater.e2e;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Release;
import dev.breakwater.testing.SigningDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Something that can be downloaded, and what must come. */
record Thing(String path, byte[] expected) {
    /**
     * Publishes as many modules as that, of one version each, with zips from 200 bytes to half a megabyte; their path
     * holds {@code round}. Returns everything that there is of them.
     */
    static List<Thing> publish(Corpus corpus, int round, int modules, Random random) {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < modules; i++) {
            String module = "crash.test/r%d/m%d".formatted(round, i);
            int size = random.nextInt(random.nextInt(6) == 0 ? 500_000 : 20_000);
            Release release = Release.big(
                    module, "v1.0.0", Corpus.EPOCH.plus(Duration.ofMinutes(round)), size, random.nextLong());
            corpus.publish(release);
            things.addAll(of(release));
        }
        return things;
    }

    private static List<Thing> of(Release release) {
        String at = release.module() + "/@v/" + release.version();
        String record = SigningDatabase.text(release.module(), release.version(), release.zipH1(), release.modH1());
        return List.of(
                text(release.module() + "/@v/list", release.version() + "\n"),
                new Thing(release.module() + "/@latest", release.info()),
                new Thing(at + ".info", release.info()),
                new Thing(at + ".mod", release.goMod()),
                new Thing(at + ".zip", release.zip().bytes()),
                text("sumdb/sum.test/lookup/" + release.module() + "@" + release.version(), record));
    }

    private static Thing text(String path, String text) {
        return new Thing(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code bytes} are it. A look-up's record stands between a number and a tree head of its day. */
    boolean is(byte[] bytes) {
        return path.startsWith("sumdb/")
                ? new String(bytes, StandardCharsets.UTF_8)
                        .contains("\n" + new String(expected, StandardCharsets.UTF_8))
                : Arrays.equals(bytes, expected);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thing thing && path.equals(thing.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
