package dev.breakwater.format.oci.settings;

import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Types;
import dev.breakwater.ownership.NamePattern;
import dev.breakwater.upstream.UpstreamKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a repository of container images, with their texts and defaults. */
final class OciKeys {
    static final SettingKey<Boolean> AUTHORITY = SettingKey.value(
                    "authority",
                    Types.FLAG,
                    "oci: its word decides what a tag stands for, if no two upstreams agree.",
                    "true")
            .fallback("false");
    static final SettingKey<String> HELPER = SettingKey.values(
            "helper",
            Types.TEXT,
            "oci: a docker credential helper that is asked for the registry's user and password, and its arguments: a program's"
                    + " name or path. No shell reads it. Its answer is kept for ten minutes.",
            "[docker-credential-ecr-login]");
    static final SettingKey<Path> DOCKER_CONFIG = SettingKey.value(
            "docker-config",
            Types.FILE,
            "oci: a `config.json` of docker with the registry's user and password, or the name of the helper that has them. It is"
                    + " read again if it changes.",
            "/run/secrets/docker/config.json");
    static final SettingKey<String> TOKEN_HOSTS = SettingKey.values(
            "token-hosts",
            Hosts.TYPE,
            "oci: hosts of token services that get the upstream's credentials, and may have internal addresses: a host (its ports 80"
                    + " and 443), or host:port. The upstream's own host, and hosts below the same registered domain by https, get"
                    + " them without an entry.",
            "[auth.example.com]");
    static final UpstreamKeys UPSTREAM = new UpstreamKeys(
            "URL",
            "oci: the registry's address; what follows /v2/ in it stands before the names of images. Required.",
            "https://registry.example.com",
            Set.of(),
            List.of(AUTHORITY),
            List.of(HELPER, DOCKER_CONFIG, TOKEN_HOSTS));
    static final SettingKey<String> REGISTRY = SettingKey.value(
            "registry",
            Types.matching(
                    "registry's host",
                    "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?",
                    "write a host, or host:port, as in docker.io"),
            "oci: the registry that the upstreams are mirrors of, as clients call it. Default: the repository's name.",
            "docker.io");
    static final SettingKey<Boolean> DEFAULT = SettingKey.value(
                    "default",
                    Types.FLAG,
                    "oci: it answers for names that begin with no registry's name: what `registry-mirrors` of Docker needs. At"
                            + " most one repository may have it; without one, the only repository of images has it.",
                    "true")
            .fallback("false");
    static final SettingKey<TagRule> TAGS = SettingKey.value(
                    "tags",
                    Types.oneOf(TagRule.class),
                    "oci: what a tag stands for: what upstreams of two failure domains `agree` on; or `pinned`, the same, but"
                            + " a tag that was seen never moves.",
                    "pinned")
            .fallback("agree");
    static final SettingKey<String> IMMUTABLE_TAGS = SettingKey.values(
            "immutable-tags",
            Types.TEXT.named("pattern of tags").where(OciKeys::wrongPattern),
            "oci: patterns of tags that never move: a push that would move one, and its deletion, are refused; a fetched one"
                    + " that was seen stays, as with `tags: pinned`. Case is ignored.",
            "[v*, release-*]");
    static final SettingKey<String> PRIVATE = SettingKey.block(
            "private",
            Shape.BLOCKS,
            "oci: your own images by patterns: `mycompany/*` or a whole name; fetched only from their owner. An element may"
                    + " be a bare pattern if there is exactly one upstream. The first pattern that matches wins.");
    static final SettingKey<Boolean> HOSTED = SettingKey.value(
                    "hosted",
                    Types.FLAG,
                    "oci: all its images are pushed to this server: the same as a pattern * of `private` with `from: hosted`. It"
                            + " has no upstreams then.",
                    "true")
            .fallback("false");
    static final SettingKey<Boolean> SPARSE_IMAGES = SettingKey.value(
                    "sparse-images",
                    Types.FLAG,
                    "oci: an image may be pushed before its configuration and layers, as an index always may before its"
                            + " manifests; until they are there, pulls of it fail.",
                    "true")
            .fallback("false");
    static final SettingKey<Duration> KEEP_UNTAGGED = SettingKey.value(
                    "keep-untagged",
                    Types.DURATION,
                    "oci: how long a pushed manifest stays since its push, or since it lost a tag, if no tag, index or"
                            + " subject keeps it; three days at least.",
                    "30d")
            .fallback("7d");
    static final SettingKey<Duration> COLLECT_EVERY = SettingKey.value(
                    "collect-every",
                    Types.TIME_LIMIT,
                    "oci: how often pushed manifests and blobs are removed that nothing keeps.",
                    "7d")
            .fallback("1d");
    static final SettingKey<String> PATTERN = SettingKey.value(
            "pattern",
            Types.TEXT.named("pattern of image names").where(OciKeys::wrongPattern),
            "oci: a pattern of image names. Required.",
            "mycompany/*");
    static final SettingKey<String> FROM = SettingKey.value(
            "from",
            Types.TEXT.named("name of an upstream, or hosted"),
            "oci: their owner: the upstream of that name; or `hosted`, images pushed to this server. Required unless there is"
                    + " exactly one upstream.",
            "harbor");
    static final SettingKey<Duration> FRESH = SettingKey.value(
                    "fresh", Types.DURATION, "oci: how long a tag, or a list of tags, is current.", "5m")
            .fallback("60s");
    static final SettingKey<Types.Lasting> STALE_IF_ERROR = SettingKey.value(
                    "stale-if-error",
                    Types.LASTING,
                    "oci: how long after that it may still be served if no upstream answers.",
                    "30d")
            .fallback("forever");

    static final Group IN_PRIVATE = new Group("repositories.*.private[]", List.of(PATTERN, FROM));

    /** In the order of the reference. */
    static final List<Group> GROUPS = groups();

    private OciKeys() {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "repositories.*",
                List.of(
                        REGISTRY,
                        DEFAULT,
                        UpstreamKeys.SELECTION,
                        UpstreamKeys.UPSTREAMS,
                        TAGS,
                        IMMUTABLE_TAGS,
                        PRIVATE,
                        HOSTED,
                        SPARSE_IMAGES,
                        KEEP_UNTAGGED,
                        COLLECT_EVERY,
                        FRESH,
                        STALE_IF_ERROR,
                        UpstreamKeys.HEALTH)));
        groups.addAll(UPSTREAM.groups());
        groups.add(IN_PRIVATE);
        groups.add(UpstreamKeys.IN_HEALTH);
        return List.copyOf(groups);
    }

    private static ParseResult.@Nullable Wrong<String> wrongPattern(String pattern) {
        try {
            NamePattern.parse(pattern);
            return pattern.contains("://") || pattern.indexOf(',') >= 0
                    ? new ParseResult.Wrong<>(
                            "is not one pattern of names", "write mycompany/* or a whole name, each as its own element")
                    : null;
        } catch (IllegalArgumentException e) {
            return new ParseResult.Wrong<>("is not a valid pattern", "close each [ with a ], no empty []");
        }
    }
}
