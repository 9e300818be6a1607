package dev.breakwater.probe;

import dev.breakwater.config.RepositorySettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The questions of a format to mirrors, and how the results are shown: an ability of a format. */
public interface Prober {
    /** Its names and versions. */
    ProbedNames names();

    /** Well-known public packages, enough to evaluate a complete mirror. */
    Sample usual();

    /**
     * What to ask.
     *
     * @param repositories those of this format in the configuration
     * @param index an index feed, which lists new versions; null for none
     * @param secret matches names that no mirror may learn about; the sample has none of them
     * @throws ProbeException if the format has no such feed
     * @throws IOException if a file that the settings name can't be read
     */
    QuestionSet questions(List<RepositorySettings> repositories, @Nullable URI index, Predicate<String> secret)
            throws ProbeException, IOException;

    /** The address of a mirror as configurations have it, if {@code named} is what people write. */
    default URI address(URI named) {
        return named;
    }

    /** How results are shown. */
    ProbeDisplay display();

    /**
     * A line that makes a client use the recommended mirrors without a server.
     *
     * @param title what it is for, as in {@code For the go command only:}
     */
    record ClientSetting(String title, String line) {}

    /**
     * The line for a client that uses {@code mirrors}, at least one, in this order.
     *
     * @param repositories those of this format in the configuration
     */
    ClientSetting client(List<String> mirrors, List<RepositorySettings> repositories);

    /**
     * Keys of one upstream in a configuration, besides its name, address, domain and tier: lines without indentation.
     *
     * @param own the repository in the present configuration
     */
    default List<String> upstreamKeys(RepositorySettings own, String url) {
        return List.of();
    }

    /** What follows the upstreams in the configuration of a repository like {@code own}: whole lines, indented. */
    default String furtherKeys(RepositorySettings own) {
        return "";
    }
}
