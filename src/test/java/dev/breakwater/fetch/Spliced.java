package dev.breakwater.fetch;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A go.mod so large that another mirror goes on with it, of which there are kinds that differ near the beginning alone. */
final class Spliced {
    static final String PATH = "spliced.test/m/@v/v1.0.0.mod";

    private Spliced() {}

    /** The go.mod of that kind, all of the same length. */
    static byte[] goMod(String kind) {
        return text(kind).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String kind) {
        return "module spliced.test/m\n// %10s\n".formatted(kind) + "// as it was before\n".repeat(20_000);
    }

    static Corpus corpus(String kind) {
        return new Corpus()
                .publish("spliced.test/m", "v1.0.0", Map.of("go.mod", text(kind), "a.go", "package spliced\n"));
    }

    /** Lets {@code mirror} break off half-way, the first time that it is asked. */
    static void breaksOffOnce(Mirror mirror) {
        AtomicBoolean asked = new AtomicBoolean();
        mirror.fault(Fault.TRUNCATED, one -> one.path().equals("/" + PATH) && !asked.getAndSet(true));
    }
}
