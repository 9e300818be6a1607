package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Group;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import dev.breakwater.fetch.Policy;
import dev.breakwater.upstream.UpstreamKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a repository of npm packages, with their texts and defaults. */
final class NpmKeys {
    static final SettingKey<Boolean> AUTHORITY = SettingKey.value(
                    "authority",
                    Types.FLAG,
                    "npm: its word decides which versions, tags and times there are, if it answers; without one, upstreams"
                            + " must agree.",
                    "true")
            .fallback("false");
    static final SettingKey<Boolean> AUDIT = SettingKey.value(
                    "audit",
                    Types.FLAG,
                    "npm: it is asked for advisories (`npm audit`), which tells it what is installed; never about private"
                            + " packages.",
                    "true")
            .fallback("false");
    static final UpstreamKeys UPSTREAM = new UpstreamKeys(
            "URL",
            "npm: the registry's address: http or https without user or password. Required.",
            "https://registry.example.com",
            Set.of(),
            List.of(AUTHORITY, AUDIT),
            List.of());
    static final SettingKey<SigningKeysSetting> SIGNING_KEYS = SettingKey.value(
                    "signing-keys",
                    new Type<>("npmjs, none or path", NpmKeys::signingKeys),
                    "npm: the keys that sign versions: `npmjs`, those of the public registry, which are built in; a file in"
                            + " the form of a registry's answer to `/-/npm/v1/keys`; or `none`.",
                    "/etc/breakwater/npm-keys.json")
            .fallback("npmjs");
    static final SettingKey<Policy.Unverified> UNVERIFIED = SettingKey.value(
                    "unverified",
                    Types.oneOf(List.of(Policy.Unverified.AGREE, Policy.Unverified.REFUSE, Policy.Unverified.SERVE)),
                    "npm: for versions without a signature: serve if two failure domains name the same hash, refuse, or"
                            + " serve.",
                    "refuse")
            .fallback("agree");
    static final SettingKey<String> REQUIRE_PROVENANCE = SettingKey.values(
            "require-provenance",
            PackagePatterns.TYPE,
            "npm: packages of which clients get only versions with provenance: an attestation by which build they were made."
                    + " It counts if the authority names it, or registries of two failure domains do.",
            "[\"@angular/*\", vite]");
    static final SettingKey<Boolean> NO_DOWNGRADE = SettingKey.value(
                    "no-downgrade",
                    Types.FLAG,
                    "npm: refuse a version without provenance if one that was published before it has it: a stolen token can"
                            + " publish, but can't attest a build.",
                    "true")
            .fallback("false");
    static final SettingKey<String> PRIVATE = SettingKey.block(
            "private",
            Shape.BLOCKS,
            "npm: your own packages by patterns: `@acme/*`, `acme-*` or a whole name; fetched only from their owner. An"
                    + " element may be a bare pattern if there is exactly one upstream. The first pattern that matches"
                    + " wins. If `upstreams` is not set: also the scopes that have a registry of their own in npm's"
                    + " settings.");
    static final SettingKey<String> PATTERN = SettingKey.value(
            "pattern",
            PackagePatterns.TYPE,
            "npm: a pattern of package names; case does not count. Required.",
            "@acme/*");
    static final SettingKey<String> FROM = SettingKey.value(
            "from",
            Types.TEXT.named("name of an upstream, or hosted"),
            "npm: their owner: the upstream of that name; or `hosted`, packages published to this server. Required unless"
                    + " there is exactly one upstream.",
            "acme");
    static final SettingKey<Duration> FRESH = SettingKey.value(
                    "fresh", Types.DURATION, "npm: how long a package's document is current.", "5m")
            .fallback("60s");
    static final SettingKey<Types.Lasting> STALE_IF_ERROR = SettingKey.value(
                    "stale-if-error",
                    Types.LASTING,
                    "npm: how long after that it may still be served if no upstream answers.",
                    "30d")
            .fallback("forever");

    static final Group IN_PRIVATE = new Group("repositories.*.private[]", List.of(PATTERN, FROM));

    /** In the order of the reference. */
    static final List<Group> GROUPS = groups();

    private NpmKeys() {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "repositories.*",
                List.of(
                        UpstreamKeys.SELECTION,
                        UpstreamKeys.RESERVE,
                        UpstreamKeys.UPSTREAMS,
                        SIGNING_KEYS,
                        UNVERIFIED,
                        REQUIRE_PROVENANCE,
                        NO_DOWNGRADE,
                        PRIVATE,
                        FRESH,
                        STALE_IF_ERROR,
                        UpstreamKeys.HEALTH)));
        groups.addAll(UPSTREAM.groups());
        groups.add(IN_PRIVATE);
        groups.add(UpstreamKeys.IN_HEALTH);
        return List.copyOf(groups);
    }

    /** A word, or a path: one without a slash or a dot is more likely a misspelt word. */
    private static ParseResult<SigningKeysSetting> signingKeys(String text) {
        String advice = "write npmjs, none or a file's path, as in ./" + text;
        return switch (text) {
            case "npmjs" -> new ParseResult.Right<>(new SigningKeysSetting.BuiltIn());
            case "none" -> new ParseResult.Right<>(new SigningKeysSetting.None());
            case String word
            when !word.isBlank() && word.indexOf('/') < 0 && word.indexOf('.') < 0 ->
                new ParseResult.Wrong<>("is not a known set of keys", advice);
            default ->
                Types.FILE.parse().apply(text) instanceof ParseResult.Right<Path>(Path file)
                        ? new ParseResult.Right<>(new SigningKeysSetting.FromFile(file))
                        : new ParseResult.Wrong<>("is not a path", "write npmjs, none or a file's path");
        };
    }
}
