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
            "Where it is: http or https without user or password; or `direct`, the modules' own repositories, which are"
                    + " asked last, by git. Required.",
            Set.of("direct"));
    static final SettingKey<Reserving> RESERVE = SettingKey.value(
                    "reserve",
                    Types.oneOf(Reserving.class),
                    "Whether well-known public mirrors help out while every chosen upstream is out or silent for 3 s. There are"
                            + " none where `upstreams` is written, or a list in the environment names others than well-known"
                            + " mirrors.",
                    "off")
            .fallback("on");
    static final SettingKey<Policy.Unverified> UNVERIFIED = SettingKey.value(
                    "unverified",
                    Types.oneOf(List.of(Policy.Unverified.AGREE, Policy.Unverified.REFUSE, Policy.Unverified.SERVE)),
                    "What has no record yet: served if two failure domains send the same (one, if there is only one: then it is"
                            + " not kept, and there is an alert), not served, or served. Never served once a source of the"
                            + " checksum database lied.",
                    "refuse")
            .fallback("agree");
    static final SettingKey<OnTrouble> ON_TROUBLE = SettingKey.value(
                    "on-trouble",
                    Types.oneOf(OnTrouble.class),
                    "Nobody answers and nothing is held: 503, or the 404 that makes a `…,direct` client move on.",
                    "fall-through")
            .fallback("unavailable");
    static final SettingKey<Duration> FRESH = SettingKey.value(
                    "fresh", Types.DURATION, "How long a list, `@latest` or a branch is current.", "5m")
            .fallback("60s");
    static final SettingKey<Types.Lasting> STALE_IF_ERROR = SettingKey.value(
                    "stale-if-error", Types.LASTING, "How long after that it may still be served in trouble.", "30d")
            .fallback("forever");

    /** In the order of the reference. */
    static final List<Group> GROUPS = groups();

    private GoKeys() {}

    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(
                "repositories.*",
                List.of(
                        UpstreamKeys.SELECTION,
                        RESERVE,
                        UpstreamKeys.UPSTREAMS,
                        DatabaseReader.DATABASES,
                        UNVERIFIED,
                        PrivateKeys.PRIVATE,
                        ON_TROUBLE,
                        FRESH,
                        STALE_IF_ERROR,
                        UpstreamKeys.HEALTH,
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
