package dev.breakwater.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The context of every page: its language, the viewer's rights, its address; and the formats of numbers.
 *
 * @param words the texts
 * @param chosen the language that the viewer chose; empty if the browser's is used
 * @param page the page's name, as in its address
 * @param query its address's part after the question mark, without the language
 * @param admin whether the viewer may change things
 * @param base the server's address
 * @param started when the server started
 * @param now the server's clock
 * @param root the relative address from the page to the first page: a proxy may have removed a part of the path without telling
 * which
 * @param assets the addresses of stylesheet and script
 * @param status whether builds are safe; null on a page for viewers without the right to see it
 */
public record Frame(
        Words words,
        String chosen,
        String page,
        String query,
        boolean admin,
        String base,
        Instant started,
        Instant now,
        String root,
        Assets assets,
        @Nullable StatusText status) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DEEPEST = 16;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    /** The relative address from {@code path} on this server to its root. */
    static String root(String path) {
        long deep = path.chars().filter(c -> c == '/').count() - 1;
        return deep < 1 ? "./" : "../".repeat((int) Math.min(deep, DEEPEST));
    }

    /** The text of that name. */
    public String word(String name) {
        return words.word(name);
    }

    /** The page's title: whether builds are safe, and the page's name. */
    public String title() {
        String where = word("page." + page) + " · Breakwater";
        return status == null ? where : status.word() + " · " + where;
    }

    /** The address of the icon, relative to the page; the icon's form and colour show whether builds are safe. */
    public String icon() {
        return root + assets.icon(status == null ? "" : status.state());
    }

    /** The address of another page; {@code more} is empty, or the part after the question mark. */
    public String link(String to, String more) {
        String path = root + (to.equals("now") ? "" : Console.ROOT.substring(1) + "/" + to);
        String language = chosen.isEmpty() ? "" : "lang=" + chosen;
        String all = more.isEmpty() || language.isEmpty() ? more + language : more + "&" + language;
        return all.isEmpty() ? path : path + "?" + all;
    }

    /** The address of another page. */
    public String link(String to) {
        return link(to, "");
    }

    /** The address of this page in another language. */
    public String in(String language) {
        String path = root + (page.equals("now") ? "" : Console.ROOT.substring(1) + "/" + page);
        return path + "?" + (query.isEmpty() ? "" : query + "&") + "lang=" + language;
    }

    /** The address of this page's update events. */
    public String live() {
        return link("live/" + page, query);
    }

    /** Text as a part of an address's query. */
    public String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A count, as in {@code 12,345}. */
    public String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A fraction as percent, never rounded up to 100; a dash if there is none. */
    public String percent(@Nullable Double part) {
        if (part == null) {
            return "–";
        }
        double percent = part * 100;
        int digits = percent > 99.9 && percent < 100 ? 4 : percent > 99 ? 2 : 1;
        double scale = Math.pow(10, digits);
        double shown = percent < 100 ? Math.floor(percent * scale) / scale : 100;
        return String.format(Locale.ROOT, "%." + (shown == 100 ? 0 : digits) + "f %%", shown);
    }

    /** As {@link #bytes(double)}. */
    public String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Bytes in the largest unit that fits: powers of 1000. */
    public String bytes(double bytes) {
        double left = bytes;
        int unit = 0;
        while (left >= 999.5 && unit < UNITS.length - 1) {
            left /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || left >= 100 ? "%.0f %s" : "%.1f %s", left, UNITS[unit]);
    }

    /** Milliseconds, or seconds if these are many. */
    public String millis(double millis) {
        if (millis >= 10_000) {
            return String.format(Locale.ROOT, "%.0f s", millis / 1000);
        }
        if (millis >= 1_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 10 ? "%.0f ms" : "%.2f ms", millis);
    }

    /** A time span in its two largest units. */
    public String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    /** How long ago something was. */
    public String ago(Instant then) {
        return span(Duration.between(then, now));
    }

    /** A time to the second, UTC. */
    public String time(Instant then) {
        return TIME.format(then);
    }

    /** A time of the day, UTC. */
    public String clock(Instant then) {
        return CLOCK.format(then);
    }
}
