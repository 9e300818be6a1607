package dev.breakwater.format.go.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Globs;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.Node;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import dev.breakwater.config.Suggestion;
import dev.breakwater.git.CredentialReader;
import dev.breakwater.git.HostLogin;
import dev.breakwater.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code private} patterns of one repository and their owners. */
final class PrivateReader {
    private final Reading reading;
    private final Block repository;
    private final List<UpstreamSettings> upstreams;
    private final List<PrivateSettings> patterns = new ArrayList<>();

    private PrivateReader(Reading reading, Block repository, List<UpstreamSettings> upstreams) {
        this.reading = reading;
        this.repository = repository;
        this.upstreams = upstreams;
    }

    /** The patterns of {@code repository}, which has {@code upstreams}; null if it has none. */
    static @Nullable List<PrivateSettings> read(Block repository, List<UpstreamSettings> upstreams) {
        return new PrivateReader(repository.reading(), repository, upstreams).read();
    }

    private @Nullable List<PrivateSettings> read() {
        List<String> path = repository.at(PrivateKeys.PRIVATE.name());
        String name = Block.variable(path);
        SourcedText variable = reading.variable(name.substring(0, name.length() - 1));
        List<Node> items = repository.items(PrivateKeys.PRIVATE);
        if (variable != null) {
            List<SourcedText> words = SafeText.words(variable.text()).stream()
                    .map(word -> SourcedText.outside(word, variable.from()))
                    .toList();
            bare(words, path);
            return patterns;
        }
        if (items == null) {
            return null;
        }
        if (items.stream().allMatch(Node.Scalar.class::isInstance)) {
            bare(items.stream().flatMap(item -> expanded((Node.Scalar) item)).toList(), path);
            return patterns;
        }
        for (int i = 0; i < items.size(); i++) {
            read(i, items.get(i));
        }
        return patterns;
    }

    private Stream<SourcedText> expanded(Node.Scalar item) {
        return Stream.ofNullable(reading.text(item));
    }

    private void bare(List<SourcedText> words, List<String> path) {
        for (SourcedText word : words) {
            switch (Globs.TYPE.parse().apply(word.text())) {
                case ParseResult.Right<String>(String glob) -> add(PrivateSettings.bare(glob), word);
                case ParseResult.Wrong<String>(String what, String instead) ->
                    reading.mistake(
                            word,
                            String.join(".", path) + " \"" + SafeText.shown(word.shown()) + "\" " + what,
                            instead);
            }
        }
        Place place = repository.place(PrivateKeys.PRIVATE);
        String from = words.isEmpty()
                ? place == null ? "default" : place.ofLine()
                : words.getFirst().from();
        reading.effective(
                new Effective(path, words.stream().map(SourcedText::shown).toList(), true, from));
    }

    private void read(int index, Node node) {
        Node.Mapping mapping = switch (node) {
            case Node.Mapping written -> written;
            case Node.Scalar scalar
            when !scalar.absent() ->
                new Node.Mapping(scalar.place(), List.of(new Node.Entry(scalar.place(), "pattern", scalar)));
            case Node other -> {
                reading.mistake(
                        other.place(), "a private pattern takes a glob or keys", "write - pattern: git.example.com/*");
                yield null;
            }
        };
        if (mapping == null) {
            return;
        }
        Block block = repository.numbered(PrivateKeys.PRIVATE, index, mapping, PrivateKeys.IN_PRIVATE);
        SourcedText given = block.given(PrivateKeys.PATTERN);
        if (given == null && block.place(PrivateKeys.PATTERN) == null) {
            reading.mistake(node.place(), block.name() + " has no pattern", "write pattern: and a glob of its modules");
        }
        String pattern = block.find(PrivateKeys.PATTERN);
        PrivateSettings.Owner owner = owner(block);
        List<String> hosts = block.list(PrivateKeys.HOSTS);
        List<HostLogin> credentials = CredentialReader.read(block, PrivateKeys.CREDENTIALS);
        if (!(owner instanceof PrivateSettings.Owner.OwnRepositories)) {
            onlyForGit(block, owner);
        }
        if (pattern != null && given != null) {
            List<String> plain =
                    hosts == null ? List.of() : hosts.stream().map(Hosts::plain).toList();
            add(new PrivateSettings(pattern, owner, plain, credentials), given);
        }
    }

    private PrivateSettings.Owner owner(Block block) {
        String from = block.get(PrivateKeys.FROM);
        if (from.equals("direct")) {
            return new PrivateSettings.Owner.OwnRepositories();
        }
        if (from.equals("hosted")) {
            return new PrivateSettings.Owner.Hosted();
        }
        List<String> names = upstreams.stream().map(UpstreamSettings::name).toList();
        SourcedText given = block.given(PrivateKeys.FROM);
        if (!names.contains(from) && given != null) {
            reading.mistake(
                    given,
                    "there is no upstream \"" + SafeText.shown(from) + "\" that could own private modules",
                    Suggestion.advice(
                            from,
                            Stream.concat(names.stream(), Stream.of("direct", "hosted"))
                                    .toList()));
        }
        return new PrivateSettings.Owner.OneUpstream(from);
    }

    /** Rejects hosts and credentials for modules that git does not fetch: they would never be used. */
    private void onlyForGit(Block block, PrivateSettings.Owner owner) {
        String instead = owner instanceof PrivateSettings.Owner.OneUpstream(String name)
                ? "set username and password, or token, at the upstream " + name
                : "leave them out: hosted modules need none";
        for (SettingKey<String> key : List.of(PrivateKeys.HOSTS, PrivateKeys.CREDENTIALS)) {
            Place place = block.place(key);
            if (place != null) {
                reading.mistake(
                        place, key.name() + " are for repositories that git fetches, and these are not", instead);
            }
        }
    }

    private void add(PrivateSettings settings, SourcedText given) {
        for (PrivateSettings other : patterns) {
            if (Globs.same(other.pattern(), settings.pattern())) {
                reading.mistake(
                        given,
                        "the pattern " + SafeText.shown(other.pattern())
                                + " has an owner already, and the first one counts",
                        "keep one of the two");
                return;
            }
            if (Globs.covers(other.pattern(), settings.pattern())) {
                reading.warning(
                        given.place(),
                        given.where(),
                        "everything under " + SafeText.shown(settings.pattern()) + " is owned by "
                                + SafeText.shown(other.pattern()) + " above it",
                        "write the narrower pattern first: the first that matches wins");
            }
        }
        patterns.add(settings);
    }
}
