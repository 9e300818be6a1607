package dev.breakwater.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of settings' values. */
public final class Types {
    public static final Type<String> TEXT = new Type<>("text", Types::text);
    public static final Type<Boolean> FLAG = new Type<>("true or false", Types::flag);
    public static final Type<Path> FILE = new Type<>("path", Types::file);
    public static final Type<URI> URL = new Type<>("URL", text -> Urls.base(text, "leave it out"));
    public static final Type<URI> PROXY = new Type<>("URL, may carry user and password", Urls::proxy);
    public static final Type<Address> ADDRESS = new Type<>("host:port", Types::address);
    public static final Type<Duration> DURATION = new Type<>("duration", Types::duration);
    public static final Type<Duration> TIME_LIMIT = DURATION.where(limit -> limit.isZero()
            ? new ParseResult.Wrong<>("would never be stored", "write a time above zero, as in 10s")
            : null);
    public static final Type<Lasting> LASTING = new Type<>("duration or forever", Types::lasting);

    /** A name that is unique among its kind, as of an upstream or a webhook. */
    public static final Type<String> NAME = matching(
            "name",
            "[A-Za-z0-9][A-Za-z0-9._-]{0,62}",
            "write letters, digits, dots, dashes and underscores, at most 63");

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Map<String, Long> SIZES = Map.of(
            "B",
            1L,
            "KB",
            1000L,
            "MB",
            1000_000L,
            "GB",
            1000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TB",
            1000_000_000_000L,
            "TiB",
            1L << 40);

    private Types() {}

    /** A duration, or null for ever. */
    public record Lasting(@Nullable Duration limit) {}

    /** One of the constants of {@code all}, written in lower case with dashes. */
    public static <E extends Enum<E>> Type<E> oneOf(Class<E> all) {
        return oneOf(List.of(all.getEnumConstants()));
    }

    /** One of these constants, written in lower case with dashes. */
    public static <E extends Enum<E>> Type<E> oneOf(List<E> constants) {
        SequencedMap<String, E> byName = new LinkedHashMap<>();
        constants.forEach(each -> byName.put(written(each), each));
        return oneOf(byName);
    }

    /** One of the values of {@code byName}, written as its name there. */
    public static <T> Type<T> oneOf(SequencedMap<String, T> byName) {
        return new Type<>(String.join(", ", byName.keySet()), text -> {
            T found = byName.get(text);
            if (found != null) {
                return new ParseResult.Right<>(found);
            }
            return new ParseResult.Wrong<>("is not valid", Suggestion.advice(text, byName.keySet()));
        });
    }

    /** A constant's form in the file. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A whole number of that range. */
    public static Type<Integer> number(int least, int most) {
        return new Type<>("number", text -> {
            Matcher digits = AMOUNT.matcher(text);
            if (!digits.matches() || !digits.group(2).isEmpty()) {
                return new ParseResult.Wrong<>("is not a whole number", "write one from " + least + " to " + most);
            }
            long value = Long.parseLong(digits.group(1));
            return value >= least && value <= most
                    ? new ParseResult.Right<>((int) value)
                    : new ParseResult.Wrong<>("is out of range", "write a number from " + least + " to " + most);
        });
    }

    /** A size in bytes of that range. */
    public static Type<Integer> size(int least, int most) {
        String form = "write one from " + least + "B to " + most / 1024 + "KiB, as in 64KiB or 10KB";
        return new Type<>("size", text -> {
            Matcher amount = AMOUNT.matcher(text);
            if (!amount.matches()) {
                return new ParseResult.Wrong<>("is not a size", form);
            }
            Long unit = SIZES.get(amount.group(2));
            if (unit == null) {
                boolean none = amount.group(2).isEmpty();
                return new ParseResult.Wrong<>(none ? "has no unit" : "has an unknown unit", form);
            }
            long number = Long.parseLong(amount.group(1));
            if (number > most / unit || number * unit < least) {
                return new ParseResult.Wrong<>("is out of range", form);
            }
            return new ParseResult.Right<>((int) (number * unit));
        });
    }

    /** A size in bytes, of any number from {@code least} up. */
    public static Type<Long> room(long least) {
        String form = "write one from " + least + "B up, as in 500MB or 20GiB";
        return new Type<>("size", text -> {
            Matcher amount = AMOUNT.matcher(text);
            Long unit = amount.matches() ? SIZES.get(amount.group(2)) : null;
            if (unit == null) {
                return new ParseResult.Wrong<>("is not a size with a unit", form);
            }
            long number = Long.parseLong(amount.group(1));
            return number > Long.MAX_VALUE / unit || number * unit < least
                    ? new ParseResult.Wrong<>("is out of range", form)
                    : new ParseResult.Right<>(number * unit);
        });
    }

    /** Text of a form; {@code instead} describes it. */
    public static Type<String> matching(String name, String pattern, String instead) {
        Pattern form = Pattern.compile(pattern);
        return TEXT.where(text -> form.matcher(text).matches()
                        ? null
                        : new ParseResult.Wrong<>("has the wrong form for a " + name, instead))
                .named(name);
    }

    private static ParseResult<String> text(String text) {
        if (text.isBlank()) {
            return new ParseResult.Wrong<>("is empty", "write a value, or leave the key out");
        }
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f)
                ? new ParseResult.Wrong<>("has a control character or line break in it", "write it on one line")
                : new ParseResult.Right<>(text);
    }

    private static ParseResult<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> new ParseResult.Right<>(true);
            case "false" -> new ParseResult.Right<>(false);
            default -> new ParseResult.Wrong<>("is not true or false", "write true or false");
        };
    }

    private static ParseResult<Path> file(String text) {
        if (text(text) instanceof ParseResult.Wrong<String>(String what, String instead)) {
            return new ParseResult.Wrong<>(what, instead);
        }
        try {
            return new ParseResult.Right<>(Path.of(text));
        } catch (InvalidPathException e) {
            return new ParseResult.Wrong<>("is not a path", "write a path, as in /var/lib/breakwater");
        }
    }

    private static ParseResult<Address> address(String text) {
        String form = "write host:port, as in 127.0.0.1:8080, [::1]:8080, or :8080 for every interface";
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return new ParseResult.Wrong<>("has an IPv6 address without brackets, or too many colons", form);
        }
        if (colon < 0 || !host.matches("[A-Za-z0-9._:%-]*|[*]")) {
            return new ParseResult.Wrong<>(colon < 0 ? "has no port" : "has no host", form);
        }
        String everywhere = host.isEmpty() || host.equals("*") ? "0.0.0.0" : host;
        return switch (number(0, 65_535).parse().apply(text.substring(colon + 1))) {
            case ParseResult.Right<Integer>(Integer port) -> new ParseResult.Right<>(new Address(everywhere, port));
            case ParseResult.Wrong<Integer> _ ->
                new ParseResult.Wrong<>("has a port that is not a number up to 65535", form);
        };
    }

    private static ParseResult<Duration> duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        String form = "write a whole number and a unit: 250ms, 3s, 10m, 2h, 30d";
        if (!amount.matches()) {
            return new ParseResult.Wrong<>("is not a duration", form);
        }
        Duration unit = TIMES.get(amount.group(2));
        if (unit == null) {
            boolean none = amount.group(2).isEmpty();
            return new ParseResult.Wrong<>(none ? "has no unit" : "has an unknown unit", form);
        }
        long number = Long.parseLong(amount.group(1));
        return number > LONGEST.dividedBy(unit)
                ? new ParseResult.Wrong<>("is over a hundred years", form)
                : new ParseResult.Right<>(unit.multipliedBy(number));
    }

    private static ParseResult<Lasting> lasting(String text) {
        return text.equals("forever")
                ? new ParseResult.Right<>(new Lasting(null))
                : switch (duration(text)) {
                    case ParseResult.Right<Duration>(Duration limit) -> new ParseResult.Right<>(new Lasting(limit));
                    case ParseResult.Wrong<Duration>(String what, String instead) ->
                        new ParseResult.Wrong<>(what, instead + ", or forever");
                };
    }
}
