package dev.breakwater.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU time a hit here and in another server that serves the same bytes, measured turn by turn with wrk.
 *
 * @param microseconds here; medians, as the other
 * @param ofOther in the other server
 */
record HitRatio(double microseconds, double ofOther, double median) {
    private static final int WARM_SECONDS = 2;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

    /** Measures both in {@code --rounds} turns of {@code --seconds}, after a warm-up of at most {@code --warm} seconds. */
    static HitRatio measure(
            Options options, ServerProcess server, String path, MeasuredServer other, String file, String... headers)
            throws IOException, InterruptedException {
        List<String> more = new ArrayList<>();
        for (String header : headers) {
            more.add("-H");
            more.add(header);
        }
        int seconds = options.number("--seconds", 3);
        List<Double> ours = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        warm(server, path, options.number("--warm", 120), more);
        each(other, file, 1, more);
        for (int i = 0; i < options.number("--rounds", 3); i++) {
            double theirs = each(other, file, seconds, more);
            double own = each(server, path, seconds, more);
            ours.add(own);
            others.add(theirs);
            ratios.add(own / theirs);
        }
        return new HitRatio(median(ours), median(others), median(ratios));
    }

    /** Lets the JIT finish first, since what it spends is spent once: until it takes less than a hundredth of a CPU. */
    private static void warm(ServerProcess server, String path, int seconds, List<String> more)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        int quiet = 0;
        while (quiet < 2) {
            if (System.nanoTime() > end) {
                System.err.println(path + ": the JIT still compiles after " + seconds + " s: the ratio is too high");
                return;
            }
            Duration before = server.compiling();
            each(server, path, WARM_SECONDS, more);
            Duration spent = server.compiling().minus(before);
            quiet = spent.compareTo(Duration.ofMillis(WARM_SECONDS * 10L)) <= 0 ? quiet + 1 : 0;
        }
    }

    String ours() {
        return String.format(Locale.ROOT, "%.1f", microseconds);
    }

    String other() {
        return String.format(Locale.ROOT, "%.1f", ofOther);
    }

    String ratio() {
        return String.format(Locale.ROOT, "%.2f ×", median);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    /** Microseconds of CPU a request, with further arguments of wrk. */
    private static double each(MeasuredServer server, String path, int seconds, List<String> more)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("wrk", "-t2", "-c64", "-d" + seconds + "s"));
        line.addAll(more);
        String url = server.url() + path;
        line.add(url);
        Duration before = server.cpu();
        Process wrk = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Duration after = server.cpu();
        Matcher requests = REQUESTS.matcher(said);
        if (!requests.find() || said.contains("Non-2xx")) {
            throw new IOException(url + ": " + said);
        }
        return after.minus(before).toNanos() / 1e3 / Long.parseLong(requests.group(1));
    }
}
