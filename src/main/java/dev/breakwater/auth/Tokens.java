package dev.breakwater.auth;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a running server accepts, by their ids. Checks the file once a second. If the file has become unreadable, the
 * last good tokens stay in use, and an alarm says so.
 */
public final class Tokens implements AutoCloseable {
    /** The tokens as read, and how often they had changed by then. */
    record Current(Map<String, Token> byId, int generation) {
        @Nullable
        Token find(String id) {
            return byId.get(id);
        }
    }

    /** No tokens. */
    static final Current NONE = new Current(Map.of(), 0);

    private final TokenFile file;
    private final Events events;
    private final Periodic ticker;
    private volatile Current current = NONE;
    private Object state = "none";

    /**
     * Reads {@code file}.
     *
     * @throws IOException if it exists and can't be read: every token would be unknown
     */
    public Tokens(TokenFile file, Events events) throws IOException {
        this.file = file;
        this.events = events;
        this.ticker = new Periodic("tokens", Duration.ofSeconds(1), this::look, events);
        state = state();
        take(file.read());
    }

    Current current() {
        return current;
    }

    /** Starts watching the file. */
    public void watch() {
        ticker.start();
    }

    /** Reads the file if it has changed. */
    synchronized void look() {
        try {
            Object now = state();
            if (!now.equals(state)) {
                state = now;
                take(file.read());
                events.publish(new Event.LogNote("tokens", current.byId().size() + " tokens are in use now"));
            }
        } catch (IOException e) {
            events.publish(new Event.Alarm("tokens", e.getMessage() + "; the previous tokens stay in use", e));
        }
    }

    /**
     * Changes the file, and uses what is in it then.
     *
     * @return the tokens after the change
     * @throws IOException if it can't be read or written; nothing is changed then
     */
    List<Token> change(UnaryOperator<List<Token>> change) throws IOException {
        List<Token> after = file.change(change);
        look();
        return after;
    }

    /** Notes in the log what was changed. */
    void note(String what) {
        events.publish(new Event.LogNote("tokens", what));
    }

    private void take(List<Token> tokens) {
        current = new Current(
                tokens.stream()
                        .collect(Collectors.toUnmodifiableMap(Token::id, Function.identity(), (_, last) -> last)),
                current.generation() + 1);
    }

    /** A replaced file has another key. */
    private Object state() throws IOException {
        Path path = file.path();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return "none";
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
