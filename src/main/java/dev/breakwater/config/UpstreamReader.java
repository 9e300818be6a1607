package dev.breakwater.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the {@code upstreams} of one repository. */
final class UpstreamReader {
    static final Type<Target> TARGET = new Type<>("URL or `direct`", UpstreamReader::target);

    private final Reading reading;
    private final List<String> path;
    private final OwnAddresses self;
    private final List<UpstreamSettings> upstreams = new ArrayList<>();
    private boolean direct;

    /** Where an upstream is; no URL for the modules' own repositories. */
    record Target(@Nullable URI url) {}

    /** What was read. */
    record Upstreams(List<UpstreamSettings> upstreams, boolean direct) {}

    private UpstreamReader(Reading reading, List<String> path, OwnAddresses self) {
        this.reading = reading;
        this.path = path;
        this.self = self;
    }

    /** Reads {@code items}, which stand at {@code path}; drops the one that is {@code self}. */
    static Upstreams read(Reading reading, List<String> path, List<Node> items, OwnAddresses self) {
        UpstreamReader reader = new UpstreamReader(reading, path, self);
        for (int i = 0; i < items.size(); i++) {
            reader.read(i, items.get(i));
        }
        return new Upstreams(List.copyOf(reader.upstreams), reader.direct);
    }

    private void read(int index, Node node) {
        Node.Mapping mapping = mapping(node);
        if (mapping == null) {
            return;
        }
        List<String> at = new ArrayList<>(path);
        at.add(Integer.toString(index));
        Block block = new Block(
                reading, at, Block.variable(path) + Block.upper(mapping.name(index)) + "_", mapping, Keys.IN_UPSTREAM);
        if (block.given(Keys.UPSTREAM_URL) == null && block.place(Keys.UPSTREAM_URL) == null) {
            reading.mistake(node.place(), String.join(".", at) + " has no url", "write url: https://… below it");
        }
        String name = block.find(Keys.NAME);
        Target target = block.find(Keys.UPSTREAM_URL);
        UpstreamSettings upstream = upstream(block, name, target == null ? null : target.url());
        if (target != null && target.url() == null) {
            direct = true;
        } else if (target != null && target.url() != null && self.is(target.url())) {
            String what = "is this server's own address, and is left out";
            reading.warning(node.place(), node.place().toString(), target.url() + " " + what, "name another server");
            reading.note(path.get(1) + ": upstream " + target.url() + " " + what);
        } else if (upstream != null) {
            add(node, upstream);
        }
    }

    private void add(Node node, UpstreamSettings upstream) {
        for (UpstreamSettings other : upstreams) {
            if (other.name().equalsIgnoreCase(upstream.name())) {
                reading.mistake(
                        node.place(), "a second upstream is called " + upstream.name(), "give it a name: of its own");
                return;
            }
            if (other.url().equals(upstream.url())) {
                reading.mistake(
                        node.place(), upstream.url() + " is already the upstream " + other.name(), "keep one of them");
                return;
            }
        }
        upstreams.add(upstream);
    }

    private @Nullable UpstreamSettings upstream(Block block, @Nullable String name, @Nullable URI url) {
        Tier tier = block.get(Keys.TIER);
        int weight = block.get(Keys.WEIGHT);
        int concurrency = block.get(Keys.CONCURRENCY);
        String domain = block.find(Keys.DOMAIN);
        boolean peer = block.get(Keys.PEER);
        boolean privateOnly = block.get(Keys.PRIVATE_ONLY);
        URI proxy = block.find(Keys.UPSTREAM_PROXY);
        List<String> redirectHosts = block.list(Keys.REDIRECT_HOSTS);
        SequencedMap<String, Secret> headers = AccessReader.headers(reading, block);
        Credentials credentials = AccessReader.credentials(reading, block);
        TimeoutSettings timeouts = timeouts(block.block(Keys.TIMEOUTS, Keys.IN_TIMEOUTS));
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

    private static TimeoutSettings timeouts(Block block) {
        return new TimeoutSettings(
                block.get(Keys.CONNECT), block.get(Keys.METADATA), block.get(Keys.ARCHIVE), block.get(Keys.STALL));
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

    private static Parsed<Target> target(String text) {
        return switch (text) {
            case "direct" -> new Parsed.Right<>(new Target(null));
            case "off" ->
                new Parsed.Wrong<>("is no upstream", "leave it out: nobody is asked beyond the upstreams named here");
            default ->
                Urls.base(text, "take it out, and set username and password below it")
                        .map(Target::new);
        };
    }
}
