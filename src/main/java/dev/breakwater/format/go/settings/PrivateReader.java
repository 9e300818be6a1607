package dev.breakwater.format.go.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.Place;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import dev.breakwater.git.CredentialReader;
import dev.breakwater.git.HostLogin;
import dev.breakwater.ownership.PatternReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code private} patterns of one repository and their owners. */
final class PrivateReader implements PatternReader.PatternForm<PrivateSettings> {
    private final List<String> upstreams;

    private PrivateReader(List<UpstreamSettings> upstreams) {
        this.upstreams = upstreams.stream().map(UpstreamSettings::name).toList();
    }

    /** The patterns of {@code repository}, which has {@code upstreams}; null if it has none. */
    static @Nullable List<PrivateSettings> read(Block repository, List<UpstreamSettings> upstreams) {
        return PatternReader.read(repository, new PrivateReader(upstreams));
    }

    @Override
    public SettingKey<String> list() {
        return PrivateKeys.PRIVATE;
    }

    @Override
    public SettingKey<String> pattern() {
        return PrivateKeys.PATTERN;
    }

    @Override
    public Group keys() {
        return PrivateKeys.IN_PRIVATE;
    }

    @Override
    public String things() {
        return "modules";
    }

    @Override
    public String example() {
        return "git.example.com/*";
    }

    @Override
    public PrivateSettings bare(String pattern, SourcedText given) {
        return PrivateSettings.bare(pattern);
    }

    @Override
    public @Nullable PrivateSettings read(Block block, @Nullable String pattern) {
        PrivateSettings.Owner owner = owner(block);
        List<String> hosts = block.list(PrivateKeys.HOSTS);
        List<HostLogin> credentials = CredentialReader.read(block, PrivateKeys.CREDENTIALS);
        if (!(owner instanceof PrivateSettings.Owner.OwnRepositories)) {
            onlyForGit(block, owner);
        }
        List<String> plain =
                hosts == null ? List.of() : hosts.stream().map(Hosts::plain).toList();
        return pattern == null ? null : new PrivateSettings(pattern, owner, plain, credentials);
    }

    @Override
    public String patternOf(PrivateSettings element) {
        return element.pattern();
    }

    private PrivateSettings.Owner owner(Block block) {
        String from = block.get(PrivateKeys.FROM);
        PatternReader.checkOwner(
                block.reading(), block.given(PrivateKeys.FROM), from, upstreams, List.of("direct", "hosted"), things());
        return switch (from) {
            case "direct" -> new PrivateSettings.Owner.OwnRepositories();
            case "hosted" -> new PrivateSettings.Owner.Uploaded();
            default -> new PrivateSettings.Owner.NamedUpstream(from);
        };
    }

    /** Rejects hosts and credentials for modules that git does not fetch: they would never be used. */
    private static void onlyForGit(Block block, PrivateSettings.Owner owner) {
        String instead = owner instanceof PrivateSettings.Owner.NamedUpstream(String name)
                ? "set username and password, or token, at the upstream " + name
                : "leave them out: hosted modules need none";
        for (SettingKey<String> key : List.of(PrivateKeys.HOSTS, PrivateKeys.CREDENTIALS)) {
            Place place = block.place(key);
            if (place != null) {
                block.reading()
                        .mistake(
                                place,
                                key.name() + " are for repositories that git fetches, and these are not",
                                instead);
            }
        }
    }
}
