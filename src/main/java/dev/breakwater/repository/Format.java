package dev.breakwater.repository;

import dev.breakwater.config.FormatSection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A format of repositories, such as {@code format: go} in the configuration. A process has one object per format, without
 * state of a running server: commands use it without one.
 */
public interface Format {
    /** The configuration section of its repositories; its name is the format's. */
    FormatSection<?> settings();

    /** The naming of its packages and versions; always the same object. */
    Naming naming();

    /**
     * Creates the part that a server shares between all repositories of this format. Called once, before anything is served.
     *
     * @throws IOException if the data folder can't be used
     */
    RunningFormat start(FormatContext context) throws IOException;

    /** Its further abilities, in the order of lookup; see {@link #as}. */
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
