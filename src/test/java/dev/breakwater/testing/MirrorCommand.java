package dev.breakwater.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A mirror as a program of its own: prints {@code url=…}, {@code ca=…} and {@code sumdb=…} (the verifier key), then reads
 * commands, a line each, and answers each with a line. Ends with its standard input, so with its parent, after {@code quit}
 * or when {@code --max} (default 30m) is over.
 *
 * <pre>
 * --corpus small:200+big:60MB --port 0 --prefix /goproxy --latency 20ms --throttle 20MB/s --tls --chunked --etag --seed 1
 * --sumdb sum.test --max 10m --fault STALL:ZIP
 *
 * fault NAME [KIND]     break it so, and no other way
 * also NAME KIND        break it so too
 * heal                  nothing is wrong any more
 * count [KIND|path]     requests so far
 * clear                 counts from zero
 * connections           open now, the most at once, all
 * publish MODULE VERSION
 * quit
 * </pre>
 */
final class MirrorCommand {
    private final Mirror mirror;

    private MirrorCommand(Mirror mirror) {
        this.mirror = mirror;
    }

    static void run(String[] args) throws IOException {
        PrintStream out = System.out;
        List<String> words = List.of(args);
        long seed = Long.parseLong(value(words, "--seed", "1"));
        Corpus corpus = Corpora.named(value(words, "--corpus", "small:200"), seed);
        MirrorSettings settings = MirrorSettings.of(corpus)
                .seed(seed)
                .port(Integer.parseInt(value(words, "--port", "0")))
                .prefix(value(words, "--prefix", ""))
                .latency(Sizes.duration(value(words, "--latency", "0ms")))
                .throttle(Sizes.bytes(value(words, "--throttle", "0")));
        settings = words.contains("--tls") ? settings.overTls() : settings;
        settings = words.contains("--chunked") ? settings.inChunks() : settings;
        settings = words.contains("--etag") ? settings.etags() : settings;
        String name = value(words, "--sumdb", "");
        if (!name.isEmpty()) {
            CorpusDatabase sums = new CorpusDatabase(name, corpus);
            settings = settings.sumdb(name, sums);
            out.println("sumdb=" + sums.key());
        }
        try (Mirror mirror = Mirror.start(settings)) {
            MirrorCommand command = new MirrorCommand(mirror);
            String fault = value(words, "--fault", "");
            if (!fault.isEmpty()) {
                command.obey("fault " + fault.replace(':', ' '));
            }
            if (words.contains("--tls")) {
                out.println("ca=" + mirror.caPem());
            }
            out.println("url=" + mirror.url());
            out.flush();
            endAfter(Sizes.duration(value(words, "--max", "30m")));
            command.listen(out);
        }
    }

    private static String value(List<String> words, String option, String otherwise) {
        int at = words.indexOf(option);
        if (at >= 0 && at + 1 == words.size()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return at < 0 ? otherwise : words.get(at + 1);
    }

    private static void endAfter(Duration limit) {
        Thread.ofPlatform().daemon().start(() -> {
            Pause.of(limit);
            System.err.println("the mirror ends: " + limit + " are over");
            Runtime.getRuntime().halt(3);
        });
    }

    private void listen(PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            try {
                out.println(obey(line));
            } catch (IllegalArgumentException e) {
                out.println("error: " + e.getMessage());
            }
            out.flush();
        }
    }

    private String obey(String line) {
        Iterator<String> words = List.of(line.strip().split("\\s+", -1)).iterator();
        String command = words.next();
        switch (command) {
            case "fault" -> {
                Fault fault = fault(words);
                if (words.hasNext()) {
                    mirror.fault(fault, kind(words.next()).only());
                } else {
                    mirror.fault(fault);
                }
            }
            case "also" -> mirror.alsoFault(fault(words), kind(next(words)).only());
            case "heal" -> mirror.heal();
            case "clear" -> mirror.log().clear();
            case "count" -> {
                return words.hasNext()
                        ? count(words.next())
                        : Long.toString(mirror.log().count());
            }
            case "connections" -> {
                return mirror.connections() + " " + mirror.peakConnections() + " " + mirror.acceptedConnections();
            }
            case "publish" -> {
                String module = next(words);
                mirror.corpus().publish(module, next(words), Map.of("new.go", "package fresh\n"));
            }
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
        return "ok";
    }

    private String count(String of) {
        return Long.toString(
                of.startsWith("/") ? mirror.log().count(of) : mirror.log().count(kind(of)));
    }

    private static String next(Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("a word is missing");
        }
        return words.next();
    }

    private static Fault fault(Iterator<String> words) {
        return Fault.valueOf(next(words).toUpperCase(Locale.ROOT));
    }

    private static Kind kind(String name) {
        return Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
