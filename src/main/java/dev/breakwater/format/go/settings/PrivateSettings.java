package dev.breakwater.format.go.settings;

import dev.breakwater.config.Hosts;
import dev.breakwater.git.HostLogin;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Private modules and their owner, the only source for them.
 *
 * @param pattern a GOPRIVATE glob
 * @param owner the owner of the modules that it matches
 * @param hosts further hosts for them, which may have internal addresses; in lower case
 * @param credentials the credentials for their hosts
 */
public record PrivateSettings(String pattern, Owner owner, List<String> hosts, List<HostLogin> credentials) {
    /** The owner of private modules. */
    public sealed interface Owner {
        /** Their own repositories, by git. */
        record OwnRepositories() implements Owner {}

        /** The upstream of that name. */
        record NamedUpstream(String name) implements Owner {}

        /** This server, with the modules uploaded to it. */
        record Uploaded() implements Owner {}
    }

    /**
     * The configured hosts, without ports and in lower case: these may have internal addresses. The pattern's first element is
     * one of them if it is not a glob.
     */
    public Set<String> named() {
        Set<String> named = new TreeSet<>();
        String first = pattern.split("/", 2)[0];
        Stream.of(hosts.stream(), credentials.stream().map(HostLogin::host), Stream.of(first))
                .flatMap(each -> each)
                .filter(host -> host.matches("[A-Za-z0-9.:-]+"))
                .forEach(host -> named.add(Hosts.plain(host.replaceAll(":.*", ""))));
        return named;
    }

    /** The names of the upstreams that own some of {@code all}. */
    static List<String> owners(List<PrivateSettings> all) {
        return all.stream()
                .flatMap(each ->
                        each.owner() instanceof Owner.NamedUpstream(String name) ? Stream.of(name) : Stream.empty())
                .distinct()
                .toList();
    }

    /** A bare pattern: their own repositories, without credentials. */
    static PrivateSettings bare(String pattern) {
        return new PrivateSettings(pattern, new Owner.OwnRepositories(), List.of(), List.of());
    }

    /** Makes the lists immutable. */
    public PrivateSettings {
        hosts = List.copyOf(hosts);
        credentials = List.copyOf(credentials);
    }
}
