package dev.breakwater.config;

import java.util.List;

/**
 * The configuration of one format's repositories: the format's own keys below {@code repositories.<name>}, and how they become
 * its settings. The composition root lists all formats in {@link RepositoryReader}.
 *
 * @param <T> the settings' type; equal if nothing in it has changed
 */
public interface FormatSection<T> {
    /** Its name, the value of {@code format:}. */
    String name();

    /** Its keys by block, in the order of the reference; those of the repository itself are in {@code repositories.*}. */
    List<Group> groups();

    /** The variables that begin with BREAKWATER_ and that it reads besides those of its keys. */
    List<String> variables();

    /**
     * Whether a configuration without repositories has one of this format, under the format's name: its reader then finds
     * upstreams by itself.
     */
    default boolean served() {
        return false;
    }

    /** A reader of repositories; a new one for each reading of the file. */
    FormatReader<T> reader(Reading reading);

    /** The reader of one file's repositories. */
    @FunctionalInterface
    interface FormatReader<T> {
        /** Reads the repository {@code name} from {@code block}; reports mistakes to {@code block.reading()}. */
        T read(String name, Block block) throws InterruptedException;
    }
}
