package dev.breakwater.admin;

import dev.breakwater.catalogue.GrowthDay;
import dev.breakwater.insight.RequestFigures;
import dev.breakwater.insight.UpstreamLedger;
import dev.breakwater.insight.UpstreamStory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The shapes of plots for SVG, in a box of {@value #WIDTH} by {@value #HEIGHT}. */
public final class Plot {
    /** The width of every plot. */
    public static final int WIDTH = 600;

    /** The height of every plot. */
    public static final int HEIGHT = 100;

    /**
     * A bar.
     *
     * @param kind its class in the stylesheet
     * @param title its meaning, for people
     */
    public record Bar(double x, double y, double width, double height, String kind, String title) {
        /** A coordinate as text. */
        public static String written(double number) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
    }

    private Plot() {}

    /** Requests by part of the window: hits at the bottom, then misses, other successes, and failures on top. */
    public static List<Bar> requests(RequestFigures figures, Frame frame) {
        double most = Math.max(
                1,
                figures.points().stream()
                        .mapToLong(RequestFigures.Point::requests)
                        .max()
                        .orElse(1));
        double wide = (double) WIDTH / Math.max(1, figures.points().size());
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < figures.points().size(); i++) {
            RequestFigures.Point point = figures.points().get(i);
            String title = frame.clock(point.from()) + ": " + frame.count(point.requests()) + " "
                    + frame.word("requests") + ", " + frame.count(point.failed()) + " " + frame.word("failed");
            long other = Math.max(0, point.requests() - point.hits() - point.misses() - point.failed());
            double y = HEIGHT;
            y = add(bars, i * wide, y, wide, point.hits() / most, "hit", title);
            y = add(bars, i * wide, y, wide, point.misses() / most, "miss", title);
            y = add(bars, i * wide, y, wide, other / most, "other", title);
            add(bars, i * wide, y, wide, point.failed() / most, "bad", title);
        }
        return List.copyOf(bars);
    }

    private static double add(List<Bar> bars, double x, double y, double wide, double part, String kind, String title) {
        double high = part * HEIGHT;
        if (part > 0) {
            bars.add(new Bar(x + 0.5, y - high, wide - 1, high, kind, title));
        }
        return y - high;
    }

    /** A line through {@code points}, the largest at the top, as the {@code points} of a polyline; the newest at the right. */
    public static <T> String line(List<T> points, int slots, ToDoubleFunction<T> value) {
        double most = Math.max(1e-9, points.stream().mapToDouble(value).max().orElse(1));
        double wide = (double) WIDTH / Math.max(1, slots - 1);
        double from = WIDTH - wide * (points.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double y = HEIGHT - value.applyAsDouble(points.get(i)) / most * (HEIGHT - 4) - 2;
            line.append(Bar.written(from + i * wide))
                    .append(',')
                    .append(Bar.written(y))
                    .append(' ');
        }
        return line.toString().strip();
    }

    /** The last hours with requests to an upstream, each as high as the share of its successful exchanges. */
    public static List<Bar> success(List<UpstreamLedger.Hour> hours, Frame frame) {
        double wide = WIDTH / 24.0;
        List<Bar> bars = new ArrayList<>();
        for (UpstreamLedger.Hour hour : hours) {
            long ago = Duration.between(hour.from(), frame.now()).toHours();
            double good = 1 - (double) hour.failed() / Math.max(1, hour.exchanges());
            String title = frame.clock(hour.from()) + ": " + frame.percent(good) + ", " + frame.count(hour.exchanges());
            if (ago < 24) {
                double x = WIDTH - (ago + 1) * wide;
                double y = add(bars, x, HEIGHT, wide, good, "healthy", title);
                add(bars, x, y, wide, 1 - good, "bad", title);
            }
        }
        return List.copyOf(bars);
    }

    /** The bytes stored by day. */
    public static List<Bar> growth(List<GrowthDay> days, Frame frame) {
        double most = Math.max(
                1,
                days.stream()
                        .mapToDouble(day -> (double) day.bytesAdded())
                        .max()
                        .orElse(1));
        double wide = (double) WIDTH / Math.max(1, days.size());
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            GrowthDay day = days.get(i);
            String title = day.day() + ": " + frame.bytes(day.bytesAdded()) + ", " + frame.count(day.entriesAdded());
            add(bars, i * wide, HEIGHT, wide, (double) day.bytesAdded() / most, "hit", title);
        }
        return List.copyOf(bars);
    }

    /** The states of an upstream within the last {@code span}, from the server's start on, as bars over the whole height. */
    public static List<Bar> states(UpstreamStory.Traffic traffic, Duration span, Frame frame) {
        Instant begin = frame.now().minus(span);
        List<Bar> bars = new ArrayList<>();
        Instant from = frame.started().isAfter(begin) ? frame.started() : begin;
        String state = traffic.changes().isEmpty()
                ? traffic.state()
                : traffic.changes().getFirst().from();
        String why = "";
        for (UpstreamStory.Change change : traffic.changes()) {
            if (change.at().isAfter(from)) {
                bars.add(state(begin, span, from, change.at(), state, why, frame));
                from = change.at();
            }
            state = change.to();
            why = change.why();
        }
        bars.add(state(begin, span, from, frame.now(), state, why, frame));
        return List.copyOf(bars);
    }

    private static Bar state(
            Instant begin, Duration span, Instant from, Instant until, String state, String why, Frame frame) {
        double scale = (double) WIDTH / span.toMillis();
        double x = Duration.between(begin, from).toMillis() * scale;
        double wide = Math.max(1, Duration.between(from, until).toMillis() * scale);
        String title = frame.clock(from) + " – " + frame.clock(until) + ": "
                + frame.words().word("state." + state, state) + (why.isEmpty() ? "" : ": " + why);
        return new Bar(x, 0, wide, HEIGHT, state, title);
    }
}
