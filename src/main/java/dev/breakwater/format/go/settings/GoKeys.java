package dev.breakwater.format.go.settings;

import dev.breakwater.config.Group;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Types;
import dev.breakwater.fetch.Policy;
import dev.breakwater.sumdb.DatabaseReader;
import dev.breakwater.upstream.UpstreamKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a repository of Go modules, with their texts and defaults. */
final class GoKeys {
    static final UpstreamKeys UPSTREAM = new UpstreamKeys(
            "URL or `direct`",
            "Its address: http or https without user or password; or `direct`, the modules' own repositories, which are"
                    + " tried last, by git. Required.",
            Set.of("direct"));
    static final SettingKey<Policy.Unverified> UNVERIFIED = SettingKey.value(
                    "unverified",
                    Types.oneOf(List.of(Policy.Unverified.AGREE, Policy.Unverified.REFUSE, Policy.Unverified.SERVE)),
                    "For files without a checksum record: serve if two failure domains send the same (one, if there is only"
                            + " one: then it is not stored, and an alert is raised), refuse, or serve. Never served once a source"
                            + " of the checksum database sent forged records.",
                    "refuse")
            .fallback("agree");
    static final SettingKey<OnTrouble> ON_TROUBLE = SettingKey.value(
                    "on-trouble",
                    Types.oneOf(OnTrouble.class),
                    "The answer if no upstream answers and nothing is cached: 503, or 404, so that a `…,direct` client moves on.",
                    "fall-through")
            .fallback("unavailable");
    static final SettingKey<Duration> FRESH = SettingKey.value(
                    "fresh", Types.DURATION, "How long a list, `@latest` or a branch is current.", "5m")
            .fallback("60s");
    static final SettingKey<Types.Lasting> STALE_IF_ERROR = SettingKey.value(
                    "stale-if-error",
                    Types.LASTING,
                    "How long after that it may still be served if no upstream answers.",
                    "30d")
            .fallback("forever");

    static final SettingKey<Prefetch> PREFETCH = SettingKey.value(
                    "prefetch",
                    Types.oneOf(Prefetch.class),
                    "What is fetched before a build asks for it: nothing (`off`); the go.mod files of a graph that is being"
                            + " loaded (`metadata`); the zips of what is being compiled too (`full`). Stops by itself while"
                            + " much of it turns out unused.",
                    "metadata")
            .fallback("full");

    /** In the order of the reference. */
    static final List<Group> GROUPS = groups();

    private GoKeys() {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "repositories.*",
                List.of(
                        UpstreamKeys.SELECTION,
                        UpstreamKeys.RESERVE,
                        UpstreamKeys.UPSTREAMS,
                        DatabaseReader.DATABASES,
                        UNVERIFIED,
                        PrivateKeys.PRIVATE,
                        ON_TROUBLE,
                        FRESH,
                        STALE_IF_ERROR,
                        UpstreamKeys.HEALTH,
                        PREFETCH,
                        WarmKeys.WARM)));
        groups.addAll(UPSTREAM.groups());
        groups.add(DatabaseReader.IN_DATABASE);
        groups.add(PrivateKeys.IN_PRIVATE);
        groups.add(PrivateKeys.IN_CREDENTIAL);
        groups.add(UpstreamKeys.IN_HEALTH);
        groups.add(WarmKeys.IN_WARM);
        return List.copyOf(groups);
    }
}
