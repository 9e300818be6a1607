package dev.breakwater.bench;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Program;
import dev.breakwater.testing.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the mirrors of the chaos bench hold: many small modules of two versions each, some large archives, a program that
 * needs {@value #PARTS} modules, and a checksum database of it all. Every server starts empty, so all of it is cold again
 * for each measurement.
 */
final class Stock {
    /** The name of the checksum database. */
    static final String DATABASE = "sum.test";

    static final int PARTS = 24;

    /** A module that has a program, {@code cmd/hello}. */
    static final String TOOL = "tool.test/tool";

    private static final long MB = 1_000_000;
    private static final long[] LARGE = {5 * MB, 5 * MB, 20 * MB, 60 * MB};

    private final Corpus corpus = new Corpus();
    private final Program program;
    private final CorpusDatabase sums;
    private final int small;

    /** With {@code small} modules {@code chaos.test/m0000 …} at {@code v1.0.0} and {@code v1.1.0}. */
    Stock(int small, long seed) {
        this.small = small;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < small; i++) {
            publish(smallName(i), "v1.0.0", random.nextLong());
            publish(smallName(i), "v1.1.0", random.nextLong());
        }
        for (int i = 0; i < LARGE.length; i++) {
            corpus.publish(Release.big(largeName(i), "v1.0.0", Corpus.EPOCH, LARGE[i], seed));
        }
        corpus.publish(
                TOOL,
                "v1.0.0",
                Map.of(
                        "go.mod",
                        "module " + TOOL + "\n\ngo 1.21\n",
                        "cmd/hello/main.go",
                        "package main\n\nfunc main() { println(\"hello\") }\n"));
        this.program = new Program(PARTS, seed);
        program.publish(corpus);
        this.sums = new CorpusDatabase(DATABASE, corpus);
    }

    /** Publishes a small release that was not there. */
    void publish(String module, String version, long seed) {
        StringBuilder text = new StringBuilder("package text\n\nconst Text = `");
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        String goMod = "module " + module + "\n\ngo 1.21\n// " + version + "\n";
        corpus.publish(
                module,
                version,
                Map.of("go.mod", goMod, "text.go", text.append("`\n").toString()));
    }

    /** Publishes {@code count} archives of {@code size} bytes, {@code huge.test/m0 …}, where they are not there yet. */
    synchronized List<String> huge(int count, long size) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String module = "huge.test/m" + i;
            if (!corpus.knows(module)) {
                corpus.publish(Release.big(module, "v1.0.0", Corpus.EPOCH, size, 1));
            }
            paths.add("/" + module + "/@v/v1.0.0.zip");
        }
        return paths;
    }

    /** What a module of the stock has besides archives: list, latest, info and go.mod of both versions. */
    static List<String> metadata(int i) {
        String at = "/" + smallName(i) + "/@v/";
        return List.of(
                at + "list",
                "/" + smallName(i) + "/@latest",
                at + "v1.0.0.info",
                at + "v1.0.0.mod",
                at + "v1.1.0.info",
                at + "v1.1.0.mod");
    }

    static String smallName(int i) {
        return "chaos.test/m%05d".formatted(i);
    }

    static String largeName(int i) {
        return "large.test/m" + i;
    }

    /** How many small modules there are. */
    int small() {
        return small;
    }

    /** How many large archives there are: 5, 5, 20 and 60 MB. */
    static int large() {
        return LARGE.length;
    }

    Corpus corpus() {
        return corpus;
    }

    Program program() {
        return program;
    }

    CorpusDatabase sums() {
        return sums;
    }
}
