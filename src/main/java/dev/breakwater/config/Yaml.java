package dev.breakwater.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The YAML parser, which makes nodes. It reads the library's events, not a composed tree, so that aliases are reported and
 * never followed, no text grows beyond its own size, and nesting is counted before it is entered.
 */
final class Yaml {
    private static final int DEEPEST = 16;

    private final String file;
    private final Reading reading;
    private final Iterator<Event> events;

    private Yaml(String file, Reading reading, Iterator<Event> events) {
        this.file = file;
        this.reading = reading;
        this.events = events;
    }

    /**
     * The one document of {@code text}; null if it is empty. Mistakes that do not stop the parser are reported to
     * {@code reading}.
     *
     * @throws ConfigException if it is not YAML
     */
    static @Nullable Node read(String file, String text, Reading reading) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            return new Yaml(file, reading, new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            throw reading.stop(syntax(file, e));
        } catch (ReaderException e) {
            long line = 1
                    + text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw reading.stop(
                    new Mistake(file + ":" + line, "has a control character in it", "remove what is not text"));
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // the last two are the library's own failures on odd escapes: still a fault of the file
            throw reading.stop(
                    new Mistake(file, "is not valid YAML: " + firstLine(e.getMessage()), "remove what is not text"));
        }
    }

    private @Nullable Node document() throws ConfigException {
        Node root = null;
        int documents = 0;
        while (events.hasNext()) {
            switch (events.next()) {
                case DocumentStartEvent start -> {
                    if (++documents > 1) {
                        reading.mistake(place(start), "begins a second document", "keep everything above the ---");
                    }
                }
                case ScalarEvent scalar -> root = first(root, node(scalar, 0));
                case CollectionStartEvent start -> root = first(root, node(start, 0));
                case AliasEvent alias -> root = first(root, node(alias, 0));
                default -> {
                    // stream and document ends
                }
            }
        }
        return root;
    }

    private static Node first(@Nullable Node held, Node next) {
        return held == null ? next : held;
    }

    private Node node(Event event, int depth) throws ConfigException {
        Place place = place(event);
        if (depth > DEEPEST) {
            throw reading.stop(
                    new Mistake(place.toString(), "is nested too deeply", "no key is more than eight levels deep"));
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), place);
                yield new Node.Scalar(place, scalar.getValue(), scalar.isPlain());
            }
            case SequenceStartEvent start -> {
                refuseTag(start.getTag(), place);
                yield new Node.Sequence(place, items(depth));
            }
            case MappingStartEvent start -> {
                refuseTag(start.getTag(), place);
                yield new Node.Mapping(place, entries(depth));
            }
            case AliasEvent alias -> {
                reading.mistake(
                        place,
                        "*" + alias.getAlias() + " is an alias, which is not supported",
                        "write the value out again");
                yield new Node.Scalar(place, "", true);
            }
            default -> throw new IllegalArgumentException("a node was expected");
        };
    }

    private List<Node> items(int depth) throws ConfigException {
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return items;
    }

    private List<Node.Entry> entries(int depth) throws ConfigException {
        List<Node.Entry> entries = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Node key = node(next, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (key instanceof Node.Scalar(Place place, String name, boolean _)) {
                entries.add(new Node.Entry(place, name, value));
            } else {
                reading.mistake(key.place(), "a list or mapping stands in place of a key", "write key: value");
            }
        }
        return entries;
    }

    private void refuseTag(Optional<String> tag, Place place) {
        if (tag.isPresent() && !tag.get().equals("!")) {
            reading.mistake(
                    place, "has a tag (" + SafeText.shown(tag.get()) + "), which is not supported", "leave it out");
        }
    }

    private Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> new Place(file, 1, 1));
    }

    private static Mistake syntax(String file, MarkedYamlEngineException e) {
        String place = e.getProblemMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1).toString())
                .orElse(file);
        String problem = firstLine(e.getProblem());
        if (problem.contains("TAB")) {
            return new Mistake(place, "a tab indents the line, but YAML allows only spaces", "replace it with spaces");
        }
        String around = e.getContext() == null ? "" : " (" + firstLine(e.getContext()) + ")";
        return new Mistake(
                place,
                "is not valid YAML: " + problem + around,
                "check indentation, colons, brackets and quotes around here");
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it can't be parsed"
                : SafeText.shown(message.lines().findFirst().orElse(""));
    }
}
