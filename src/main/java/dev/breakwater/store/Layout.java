package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of a key's file below {@code entries/}: its repository and path unchanged, with {@code =} behind the last element.
 *
 * <p>The {@code =} keeps files apart from folders: {@code a} and {@code a/b} can both be stored. Every other {@code =},
 * whatever is not ASCII and what some file system or shell gives a meaning to is written as {@code =} and two upper-case
 * hexadecimal digits for each byte of its UTF-8: names are ASCII, so the process's locale does not matter. An element
 * that then has more than 200 bytes becomes its first 120, {@code ~}, and 32 hexadecimal digits of its SHA-256; so does
 * one that looks as if this had happened to it, and thus no two elements get one name. The entry's trailer has the whole
 * key.
 *
 * <p>Not for file systems that ignore case: there, two keys that differ in case alone displace each other (the key in
 * the trailer keeps one from being served for the other).
 */
final class Layout {
    /** Ends the name of every entry's file, and of nothing else. */
    static final String MARK = "=";

    private static final int LONGEST_NAME = 200;
    private static final int KEPT = 120;
    private static final int DIGITS = 32;

    /** Linux takes 4,096 bytes; the data folder's own path needs some of them. */
    private static final int LONGEST_PATH = 3_000;

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final Path entries;

    Layout(Path entries) {
        this.entries = entries;
    }

    /** The file of {@code key}; null if its path is too long for a file system, so that it can't be stored. */
    @Nullable
    Path file(Key key) {
        String place = place(key) + MARK;
        return place.length() > LONGEST_PATH ? null : entries.resolve(place);
    }

    /** The folder of what lies below {@code key}; null if its path is too long for a file system. */
    @Nullable
    Path folder(Key key) {
        String place = place(key);
        return place.length() > LONGEST_PATH ? null : entries.resolve(place);
    }

    /** The same for a folder of a repository; an empty one is the repository's. */
    Path folder(String repository, String folder) {
        return entries.resolve(folder.isEmpty() ? repository : place(new Key(repository, folder)));
    }

    /** Whether a file of this name is an entry. */
    static boolean isEntry(String fileName) {
        return fileName.endsWith(MARK);
    }

    /** Whether the entry with this file name has a name that only its trailer knows. */
    static boolean isShortened(String fileName) {
        return looksShortened(fileName.substring(0, fileName.length() - MARK.length()));
    }

    /** The last element of the key whose entry has this file name; empty if no key has such a name. */
    static Optional<String> name(String fileName) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(fileName.length());
        int end = fileName.length() - MARK.length();
        for (int i = 0; i < end; i++) {
            char c = fileName.charAt(i);
            if (c != '=') {
                bytes.write(c);
            } else if (i + 2 < end
                    && HexFormat.isHexDigit(fileName.charAt(i + 1))
                    && HexFormat.isHexDigit(fileName.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(fileName, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    /** The key whose entry lies in {@code file}; null if only its trailer knows, or no key has such a path. */
    @Nullable
    Key key(Path file) {
        Path place = entries.relativize(file);
        List<String> elements = new ArrayList<>();
        for (Path each : place) {
            String name = each + (elements.size() < place.getNameCount() - 1 ? MARK : "");
            Optional<String> element = isShortened(name) ? Optional.empty() : name(name);
            if (element.isEmpty()) {
                return null;
            }
            elements.add(element.get());
        }
        try {
            Key key = new Key(elements.getFirst(), String.join("/", elements.subList(1, elements.size())));
            return file.equals(file(key)) ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String place(Key key) {
        String whole = key.repository() + "/" + key.path();
        if (standsAsItIs(whole)) {
            return whole;
        }
        StringBuilder place = new StringBuilder(whole.length() + 40);
        for (int from = 0; from <= whole.length(); ) {
            int slash = whole.indexOf('/', from);
            int to = slash < 0 ? whole.length() : slash;
            place.append(from == 0 ? "" : "/").append(element(whole.substring(from, to)));
            from = to + 1;
        }
        return place.toString();
    }

    /** Whether no element needs a change; nearly always so, and cheap to check. */
    private static boolean standsAsItIs(String whole) {
        int from = 0;
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c == '/') {
                from = i + 1;
            } else if (!plain(c) || i - from >= KEPT) {
                return false;
            }
        }
        return true;
    }

    private static String element(String element) {
        StringBuilder name = new StringBuilder(element.length() + 16);
        for (byte b : element.getBytes(StandardCharsets.UTF_8)) {
            if (plain((char) (b & 0xff))) {
                name.append((char) b);
            } else {
                name.append('=').append(UPPER.toHexDigits(b));
            }
        }
        if (name.length() <= LONGEST_NAME && !looksShortened(name)) {
            return name.toString();
        }
        String digest = Digest.of(element.getBytes(StandardCharsets.UTF_8)).hex();
        // an element that only looks shortened may be plain there, but has more than KEPT bytes
        return name.substring(0, KEPT) + '~' + digest.substring(0, DIGITS);
    }

    private static boolean looksShortened(CharSequence name) {
        if (name.length() != KEPT + 1 + DIGITS || name.charAt(KEPT) != '~') {
            return false;
        }
        return name.chars().skip(KEPT + 1).allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static boolean plain(char c) {
        return c > ' ' && c < 0x7f && "=\\:*?\"<>|".indexOf(c) < 0;
    }
}
