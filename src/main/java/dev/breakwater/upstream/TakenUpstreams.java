package dev.breakwater.upstream;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The upstreams that a repository takes from elsewhere than the file, in their order. Each is named after its host. */
public final class TakenUpstreams {
    private final List<Taken> taken = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** An upstream and its source, for people. */
    public record Taken(UpstreamSettings upstream, String from) {}

    /** All of them, in the order of {@code add}. */
    public List<Taken> all() {
        return List.copyOf(taken);
    }

    /** Whether there is one at {@code url}. */
    public boolean has(URI url) {
        return taken.stream().anyMatch(each -> each.upstream().url().equals(url));
    }

    /**
     * Adds one, with a unique name and the usual limits.
     *
     * @param url its address, without a user
     * @param privateOnly whether it is used only for the names that it owns
     * @param from its source, for people
     */
    public UpstreamSettings add(
            URI url, @Nullable Credentials credentials, Tier tier, boolean privateOnly, String from) {
        String host = Urls.name(url);
        String name = host;
        for (int n = 2; !names.add(name); n++) {
            name = host + "-" + n;
        }
        UpstreamSettings upstream = new UpstreamSettings(
                name,
                url,
                tier,
                1,
                UpstreamSettings.AT_ONCE,
                Urls.host(url),
                false,
                privateOnly,
                null,
                List.of(),
                new LinkedHashMap<>(),
                credentials,
                Mirror.MirrorLimits.USUAL);
        taken.add(new Taken(upstream, from));
        return upstream;
    }

    /**
     * Lists {@code upstreams} among the values in force of {@code repository}, without credentials.
     *
     * @param marked the names of those with each mark of the format, by the name of its key
     */
    public static void show(Block repository, List<Taken> upstreams, SequencedMap<String, Set<String>> marked) {
        for (int i = 0; i < upstreams.size(); i++) {
            UpstreamSettings upstream = upstreams.get(i).upstream();
            String from = upstreams.get(i).from();
            show(repository, i, "name", upstream.name(), from);
            show(repository, i, "url", upstream.url().toString(), from);
            show(repository, i, "tier", Types.written(upstream.tier()), from);
            if (upstream.privateOnly()) {
                show(repository, i, "private-only", "true", from);
            }
            for (Map.Entry<String, Set<String>> mark : marked.entrySet()) {
                if (mark.getValue().contains(upstream.name())) {
                    show(repository, i, mark.getKey(), "true", from);
                }
            }
        }
    }

    /** Lists one value of the upstream with that index. */
    public static void show(Block repository, int index, String key, String value, String from) {
        List<String> path = new ArrayList<>(repository.at("upstreams"));
        path.add(Integer.toString(index));
        path.add(key);
        repository.reading().effective(new Effective(path, List.of(value), false, from));
    }
}
