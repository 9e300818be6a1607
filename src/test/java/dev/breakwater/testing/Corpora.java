package dev.breakwater.testing;

import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;

/** Ready-made corpora, each from a seed alone. */
public final class Corpora {
    /** The time of everything in a corpus that has one version of each module. */
    private static final Instant TIME = Corpus.EPOCH;

    private Corpora() {}

    /** {@code count} modules {@code small.test/m000 …}, one version {@code v1.0.0} each, zips around 2 kB. */
    public static Corpus small(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Corpus corpus = new Corpus();
        for (int i = 0; i < count; i++) {
            String module = smallName(i);
            corpus.publish(
                    module,
                    "v1.0.0",
                    Map.of(
                            "go.mod", "module " + module + "\n\ngo 1.21\n",
                            "LICENSE", "Do as you like.\n",
                            "text.go", "package text\n\nconst Text = `" + letters(random, 2000) + "`\n"));
        }
        return corpus;
    }

    /** The path of module number {@code i} of {@link #small}. */
    public static String smallName(int i) {
        return "small.test/m%03d".formatted(i);
    }

    /**
     * {@code count} modules {@code big.test/m0 …} at {@code v1.0.0} with zips of {@code size} incompressible bytes,
     * the same ones but for the names in them.
     */
    public static Corpus big(int count, long size, long seed) {
        Corpus corpus = new Corpus();
        for (int i = 0; i < count; i++) {
            corpus.publish(Release.big("big.test/m" + i, "v1.0.0", TIME, size, seed));
        }
        return corpus;
    }

    /**
     * What {@code specification} names: {@code small:200}, {@code big:60MB} (or {@code big:60MB:64} for 64 of them),
     * {@code program:100} (with {@link Awkward} beside it), several joined by {@code +}.
     */
    public static Corpus named(String specification, long seed) {
        Corpus corpus = new Corpus();
        for (String part : specification.split("\\+", -1)) {
            String[] words = part.split(":", -1);
            Corpus more = switch (words[0]) {
                case "small" -> small(Integer.parseInt(words[1]), seed);
                case "big" -> big(words.length > 2 ? Integer.parseInt(words[2]) : 1, Sizes.bytes(words[1]), seed);
                case "program" -> {
                    Corpus program = new Program(Integer.parseInt(words[1]), seed).publish(new Corpus());
                    yield Awkward.publish(program);
                }
                default ->
                    throw new IllegalArgumentException(
                            "no such corpus: " + part + " (small:200, big:60MB, program:100, joined by +)");
            };
            corpus.publish(more);
        }
        return corpus;
    }

    private static String letters(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
