package dev.breakwater.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers of one kind, added up. Any thread may add. */
final class Samples {
    private final List<Client.Told> all = new ArrayList<>();

    synchronized void add(Client.Told told) {
        all.add(told);
    }

    synchronized void addAll(List<Client.Told> more) {
        all.addAll(more);
    }

    synchronized List<Client.Told> all() {
        return List.copyOf(all);
    }

    int count() {
        return all().size();
    }

    long count(Client.End end) {
        return all().stream().filter(told -> told.end() == end).count();
    }

    /** Those that started between these, by {@link System#nanoTime}. */
    Samples started(long from, long to) {
        Samples some = new Samples();
        some.addAll(all().stream()
                .filter(told -> told.started() - from >= 0 && told.started() - to < 0)
                .toList());
        return some;
    }

    /** The time within which {@code percent} of a hundred were over, right or not; zero where there are none. */
    Duration percentile(double percent) {
        return percentile(all().stream().map(Client.Told::took).toList(), percent);
    }

    static Duration percentile(List<Duration> times, double percent) {
        List<Duration> sorted = times.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(sorted.size() * percent / 100);
        return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
    }

    /** How many of a hundred were right. */
    double success() {
        return count() == 0 ? 0 : 100.0 * count(Client.End.RIGHT) / count();
    }

    /** As in {@code 99.9 %}; never rounded up to 100. */
    static String percent(double percent) {
        double down = Math.floor(percent * 1000) / 1000;
        String text = String.format(Locale.ROOT, "%.3f", down);
        return text.replaceFirst("\\.?0+$", "") + " %";
    }

    /** What was not right, in words: how many of what, and one of them; empty where all were. */
    String complaints() {
        return complaints(Client.End.RIGHT);
    }

    /** The same where {@code wanted} is what was wanted. */
    String complaints(Client.End wanted) {
        StringBuilder text = new StringBuilder();
        for (Client.End end : Client.End.values()) {
            long count = count(end);
            if (end != wanted && count > 0) {
                Client.Told one =
                        all().stream().filter(t -> t.end() == end).findFirst().orElseThrow();
                text.append(text.isEmpty() ? "" : "; ")
                        .append(count + " " + end.name().toLowerCase(Locale.ROOT) + ", as " + one.path() + ": "
                                + one.status() + " after " + one.took().toMillis() + " ms");
            }
        }
        return text.toString();
    }
}
