package dev.breakwater.upstream;

import dev.breakwater.config.Block;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.Node;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.Secret;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code upstreams} of one repository. */
public final class UpstreamReader {
    private final UpstreamKeys keys;
    private final Block repository;
    private final Reading reading;
    private final List<UpstreamSettings> upstreams = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Map<String, Set<String>> marked = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();

    /**
     * The configured upstreams.
     *
     * @param words the format's keywords among the upstreams
     * @param marked the names of the upstreams with each mark of the format, by the name of its key
     * @param blocks the block of each upstream by its name, for the format's own keys; those from elsewhere have none
     */
    public record Upstreams(
            List<UpstreamSettings> upstreams,
            Set<String> words,
            Map<String, Set<String>> marked,
            Map<String, Block> blocks) {
        /** From elsewhere than the file. */
        public Upstreams(List<UpstreamSettings> upstreams, Set<String> words, Map<String, Set<String>> marked) {
            this(upstreams, words, marked, Map.of());
        }

        /** The same without marks. */
        public Upstreams(List<UpstreamSettings> upstreams, Set<String> words) {
            this(upstreams, words, Map.of());
        }

        /** The names of the upstreams that have {@code mark}. */
        public Set<String> with(SettingKey<Boolean> mark) {
            return marked.getOrDefault(mark.name(), Set.of());
        }
    }

    private UpstreamReader(UpstreamKeys keys, Block repository) {
        this.keys = keys;
        this.repository = repository;
        this.reading = repository.reading();
    }

    /** Reads {@code items}, the list of upstreams of {@code repository}; drops this server's own address. */
    public static Upstreams read(UpstreamKeys keys, Block repository, List<Node> items) {
        UpstreamReader reader = new UpstreamReader(keys, repository);
        for (int i = 0; i < items.size(); i++) {
            reader.read(i, items.get(i));
        }
        return new Upstreams(
                List.copyOf(reader.upstreams),
                Set.copyOf(reader.words),
                Map.copyOf(reader.marked),
                Map.copyOf(reader.blocks));
    }

    /** Warns of upstreams that are private-only and not one of {@code owners}: they are never used. */
    public static void warnOfIdle(Block repository, List<UpstreamSettings> upstreams, List<String> owners) {
        for (UpstreamSettings upstream : upstreams) {
            if (upstream.privateOnly() && !owners.contains(upstream.name())) {
                Place place = repository.place(UpstreamKeys.UPSTREAMS);
                repository
                        .reading()
                        .warning(
                                place,
                                place == null ? "the environment" : place.toString(),
                                "the upstream " + upstream.name() + " is private-only, but no private pattern uses it",
                                "write from: " + upstream.name() + " at a pattern; without one it is never used");
            }
        }
    }

    private void read(int index, Node node) {
        Node.Mapping mapping = mapping(node);
        if (mapping == null) {
            return;
        }
        Block block = repository.element(UpstreamKeys.UPSTREAMS, index, mapping, keys.upstream());
        if (block.given(keys.url()) == null && block.place(keys.url()) == null) {
            reading.mistake(node.place(), block.name() + " has no url", "write url: https://… below it");
        }
        String name = block.find(UpstreamKeys.NAME);
        UpstreamKeys.Target target = block.find(keys.url());
        UpstreamSettings upstream = upstream(block, name, target == null ? null : target.url());
        List<SettingKey<Boolean>> marks =
                keys.marks().stream().filter(block::get).toList();
        if (target != null && target.url() == null) {
            words.add(target.word());
        } else if (target != null && target.url() != null && reading.own().is(target.url())) {
            String what = "is this server's own address, so it is ignored";
            reading.warning(node.place(), node.place().toString(), target.url() + " " + what, "name another server");
            reading.note(repository.at("").get(1) + ": upstream " + target.url() + " " + what);
        } else if (upstream != null) {
            add(node, block, upstream, marks);
        }
    }

    private void add(Node node, Block block, UpstreamSettings upstream, List<SettingKey<Boolean>> marks) {
        for (UpstreamSettings other : upstreams) {
            if (other.name().equalsIgnoreCase(upstream.name())) {
                reading.mistake(node.place(), "two upstreams are named " + upstream.name(), "give each a unique name");
                return;
            }
            if (other.url().equals(upstream.url())) {
                reading.mistake(
                        node.place(), upstream.url() + " is already the upstream " + other.name(), "keep one of them");
                return;
            }
        }
        upstreams.add(upstream);
        blocks.put(upstream.name(), block);
        marks.forEach(mark ->
                marked.computeIfAbsent(mark.name(), _ -> new LinkedHashSet<>()).add(upstream.name()));
    }

    private @Nullable UpstreamSettings upstream(Block block, @Nullable String name, @Nullable URI url) {
        Tier tier = block.get(UpstreamKeys.TIER);
        int weight = block.get(UpstreamKeys.WEIGHT);
        int concurrency = block.get(UpstreamKeys.CONCURRENCY);
        String domain = block.find(UpstreamKeys.DOMAIN);
        boolean peer = block.get(UpstreamKeys.PEER);
        boolean privateOnly = block.get(UpstreamKeys.PRIVATE_ONLY);
        URI proxy = block.find(UpstreamKeys.PROXY);
        List<String> redirectHosts = block.list(UpstreamKeys.REDIRECT_HOSTS);
        SequencedMap<String, Secret> headers = UpstreamLogins.headers(block);
        Credentials credentials = UpstreamLogins.credentials(block);
        Mirror.MirrorLimits timeouts = timeouts(block.block(UpstreamKeys.TIMEOUTS, UpstreamKeys.IN_TIMEOUTS));
        if (url == null) {
            return null;
        }
        return new UpstreamSettings(
                name == null ? Urls.name(url) : name,
                url,
                tier,
                weight,
                concurrency,
                domain == null ? Urls.host(url) : domain,
                peer,
                privateOnly,
                proxy,
                redirectHosts == null
                        ? List.of()
                        : redirectHosts.stream().map(Hosts::plain).toList(),
                headers,
                credentials,
                timeouts);
    }

    private static Mirror.MirrorLimits timeouts(Block block) {
        return new Mirror.MirrorLimits(
                block.get(UpstreamKeys.CONNECT),
                block.get(UpstreamKeys.METADATA),
                block.get(UpstreamKeys.ARCHIVE),
                block.get(UpstreamKeys.STALL));
    }

    private Node.@Nullable Mapping mapping(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> mapping;
            case Node.Scalar scalar
            when !scalar.absent() ->
                new Node.Mapping(scalar.place(), List.of(new Node.Entry(scalar.place(), "url", scalar)));
            case Node other -> {
                reading.mistake(other.place(), "an upstream takes a URL or keys", "write - url: https://…");
                yield null;
            }
        };
    }
}
