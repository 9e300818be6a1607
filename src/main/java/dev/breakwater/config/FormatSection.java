package dev.breakwater.config;

import java.util.List;

/**
 * What a repository of one format may say: the format's own keys below {@code repositories.<name>}, and how they become its
 * settings. The composition root lists all there are in {@link RepositoryReader}.
 *
 * @param <T> what it is read into; equal if nothing in it has changed
 */
public interface FormatSection<T> {
    /** As it stands behind {@code format:}. */
    String name();

    /** Its keys by block, in the order of the reference; those of the repository itself stand in {@code repositories.*}. */
    List<Group> groups();

    /** The variables that it reads besides those of its keys, as far as they begin with BREAKWATER_. */
    List<String> variables();

    /** Begins to read repositories; a new one for each time that the file is read. */
    FormatReader<T> reader(Reading reading);

    /** Reads the repositories of one file. */
    @FunctionalInterface
    interface FormatReader<T> {
        /** Reads the repository {@code name} from {@code block}; mistakes are told to {@code block.reading()}. */
        T read(String name, Block block) throws InterruptedException;
    }
}
