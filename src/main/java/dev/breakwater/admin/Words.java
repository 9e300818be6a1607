package dev.breakwater.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of the pages in one language. A text that is missing is shown as its name, and a test finds it. */
public final class Words {
    /** The available languages, the default first. */
    static final List<String> LANGUAGES = List.of("en", "zh");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final Map<String, Words> ALL = new ConcurrentHashMap<>();

    private final String language;
    private final Map<String, String> texts;

    private Words(String language, Map<String, String> texts) {
        this.language = language;
        this.texts = texts;
    }

    /** The texts in {@code language}, one of {@link #LANGUAGES}. */
    static Words of(String language) {
        return ALL.computeIfAbsent(language, Words::read);
    }

    private static Words read(String language) {
        Properties properties = new Properties();
        try (InputStream in = Words.class.getResourceAsStream("words_" + language + ".properties")) {
            if (in == null) {
                throw new IllegalStateException("no texts in " + language);
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Words(
                language,
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty)));
    }

    /**
     * The language that a browser asks for: RFC 9110 §12.5.4, by the first of its languages that is available.
     *
     * @param chosen the language that the user chose; empty if none
     */
    static Words wanted(String chosen, @Nullable String acceptLanguage) {
        if (LANGUAGES.contains(chosen)) {
            return of(chosen);
        }
        if (acceptLanguage == null || acceptLanguage.length() > 500) {
            return of(LANGUAGES.getFirst());
        }
        try {
            String found = Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return of(found == null ? LANGUAGES.getFirst() : found);
        } catch (IllegalArgumentException e) {
            return of(LANGUAGES.getFirst());
        }
    }

    /** The language's tag: BCP 47. */
    public String language() {
        return language;
    }

    /** The text of that name. */
    public String word(String name) {
        return texts.getOrDefault(name, name);
    }

    /** The text of that name, or {@code otherwise} if there is none: for words from other packages. */
    public String word(String name, String otherwise) {
        return texts.getOrDefault(name, otherwise);
    }

    /** The text of that name, with {@code values} in place of its {@code {0}}, {@code {1}} …. */
    String say(String name, String... values) {
        return PLACE.matcher(word(name))
                .replaceAll(place -> Matcher.quoteReplacement(values[Integer.parseInt(place.group(1))]));
    }

    /** The names of all texts. */
    java.util.Set<String> names() {
        return texts.keySet();
    }
}
