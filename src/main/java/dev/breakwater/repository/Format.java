package dev.breakwater.repository;

import dev.breakwater.config.FormatSection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of repository, as {@code format: go} of the configuration. There is one object of each format in a process, and it holds
 * no state of a running server: commands use it without one.
 */
public interface Format {
    /** What a repository of it may say in the configuration; its name is the format's. */
    FormatSection<?> settings();

    /** What its packages and versions are called; always the same object. */
    Naming naming();

    /**
     * Makes what a server keeps for all repositories of this format. Called once, before anything is served.
     *
     * @throws IOException if the data folder can't be used
     */
    RunningFormat start(FormatContext context) throws IOException;

    /** What it can do besides, in the order in which they are found; see {@link #as}. */
    default List<Object> abilities() {
        return List.of();
    }

    /**
     * The ability of that type: an interface that a command or a part of the server uses if the format has it, such as
     * {@link PublicMirrors}. Empty if this format has none.
     */
    default <A> Optional<A> as(Class<A> type) {
        return abilities().stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
