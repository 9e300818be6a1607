package dev.breakwater.ownership;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import dev.breakwater.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code private} patterns of one repository, each with its owner. An element of the list is a bare pattern or a block
 * of keys; the list's variable has bare patterns. The format defines the keys and what becomes of an element.
 *
 * @param <T> an element, as the format has it
 */
public final class PatternReader<T> {
    /**
     * The elements of one format's list.
     *
     * @param <T> an element
     */
    public interface PatternForm<T> {
        /** The key of the list. */
        SettingKey<String> list();

        /** The key of an element's pattern. */
        SettingKey<String> pattern();

        /** The keys of an element; its pattern is one of them. */
        Group keys();

        /** What the patterns match, in the plural: {@code modules}. */
        String things();

        /** A pattern as an example. */
        String example();

        /** The element that is only {@code pattern}; null if that is not enough, which has been reported at {@code given}. */
        @Nullable
        T bare(String pattern, SourcedText given);

        /**
         * The element in {@code block}, whose {@code pattern} was read already; null if it has none, or is wrong otherwise,
         * which has been reported. Reads all other keys in either case.
         */
        @Nullable
        T read(Block block, @Nullable String pattern);

        /** The pattern of {@code element}. */
        String patternOf(T element);
    }

    private final Reading reading;
    private final Block repository;
    private final PatternForm<T> form;
    private final List<T> elements = new ArrayList<>();

    private PatternReader(Block repository, PatternForm<T> form) {
        this.reading = repository.reading();
        this.repository = repository;
        this.form = form;
    }

    /** The elements of {@code repository}; null if it has no list. Warns of patterns that an earlier one makes useless. */
    public static <T> @Nullable List<T> read(Block repository, PatternForm<T> form) {
        return new PatternReader<>(repository, form).read();
    }

    /**
     * Reports a mistake unless {@code from} is one of {@code upstreams} or {@code words}.
     *
     * @param given where it is written; null if it is a default
     * @param things what it would own, in the plural
     */
    public static void checkOwner(
            Reading reading,
            @Nullable SourcedText given,
            String from,
            List<String> upstreams,
            List<String> words,
            String things) {
        if (given != null && !words.contains(from) && !upstreams.contains(from)) {
            reading.mistake(
                    given,
                    "there is no upstream \"" + SafeText.shown(from) + "\" that could own private " + things,
                    Suggestion.advice(
                            from,
                            Stream.concat(upstreams.stream(), words.stream()).toList()));
        }
    }

    private @Nullable List<T> read() {
        List<String> path = repository.at(form.list().name());
        String name = Block.variable(path);
        SourcedText variable = reading.variable(name.substring(0, name.length() - 1));
        List<Node> items = repository.items(form.list());
        if (variable != null) {
            List<SourcedText> words = SafeText.words(variable.text()).stream()
                    .map(word -> SourcedText.outside(word, variable.from()))
                    .toList();
            bare(words, path);
            return elements;
        }
        if (items == null) {
            return null;
        }
        if (items.stream().allMatch(Node.Scalar.class::isInstance)) {
            bare(items.stream().flatMap(item -> expanded((Node.Scalar) item)).toList(), path);
            return elements;
        }
        for (int i = 0; i < items.size(); i++) {
            read(i, items.get(i));
        }
        return elements;
    }

    private Stream<SourcedText> expanded(Node.Scalar item) {
        return Stream.ofNullable(reading.text(item));
    }

    private void bare(List<SourcedText> words, List<String> path) {
        for (SourcedText word : words) {
            switch (form.pattern().type().parse().apply(word.text())) {
                case ParseResult.Right<String>(String pattern) -> add(form.bare(pattern, word), word);
                case ParseResult.Wrong<String>(String what, String instead) ->
                    reading.mistake(
                            word,
                            String.join(".", path) + " \"" + SafeText.shown(word.shown()) + "\" " + what,
                            instead);
            }
        }
        Place place = repository.place(form.list());
        String from = words.isEmpty()
                ? place == null ? "default" : place.ofLine()
                : words.getFirst().from();
        reading.effective(
                new Effective(path, words.stream().map(SourcedText::shown).toList(), true, from));
    }

    private void read(int index, Node node) {
        Node.Mapping mapping = switch (node) {
            case Node.Mapping written -> written;
            case Node.Scalar scalar
            when !scalar.absent() ->
                new Node.Mapping(
                        scalar.place(),
                        List.of(new Node.Entry(scalar.place(), form.pattern().name(), scalar)));
            case Node other -> {
                reading.mistake(
                        other.place(), "a private pattern takes a glob or keys", "write - pattern: " + form.example());
                yield null;
            }
        };
        if (mapping == null) {
            return;
        }
        Block block = repository.numbered(form.list(), index, mapping, form.keys());
        SourcedText given = block.given(form.pattern());
        if (given == null && block.place(form.pattern()) == null) {
            reading.mistake(
                    node.place(),
                    block.name() + " has no pattern",
                    "write pattern: and a glob of its " + form.things());
        }
        T element = form.read(block, block.find(form.pattern()));
        if (given != null) {
            add(element, given);
        }
    }

    private void add(@Nullable T element, SourcedText given) {
        if (element == null) {
            return;
        }
        String pattern = form.patternOf(element);
        for (String other : elements.stream().map(form::patternOf).toList()) {
            if (Globs.same(other, pattern)) {
                reading.mistake(
                        given,
                        "the pattern " + SafeText.shown(other) + " has an owner already, and the first one counts",
                        "keep one of the two");
                return;
            }
            if (Globs.covers(other, pattern)) {
                reading.warning(
                        given.place(),
                        given.where(),
                        "everything under " + SafeText.shown(pattern) + " is owned by " + SafeText.shown(other)
                                + " above it",
                        "write the narrower pattern first: the first that matches wins");
            }
        }
        elements.add(element);
    }
}
