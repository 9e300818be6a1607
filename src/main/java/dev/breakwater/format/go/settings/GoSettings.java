package dev.breakwater.format.go.settings;

import dev.breakwater.fetch.Policy;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository of Go modules.
 *
 * @param selection which upstream of a tier comes first
 * @param upstreams whom to ask, in the order of the file; empty if only what is held is served
 * @param direct whether the modules' own repositories are asked too, after all upstreams
 * @param databases the checksum databases; empty if nothing is checked
 * @param unverified what to do with content that no record speaks of
 * @param privates whose the operator's own modules are; the first pattern that matches counts
 * @param onTrouble what a client is told if no upstream answers
 * @param fresh how long a list, {@code @latest} or a query is current
 * @param staleIfError how long after that it may still be served in trouble; missing: for ever
 * @param healthInterval how often upstreams are probed; missing: as politeness has it
 * @param warm what is kept up to date before a client asks
 */
public record GoSettings(
        Selection selection,
        List<UpstreamSettings> upstreams,
        boolean direct,
        List<DatabaseSettings> databases,
        Policy.Unverified unverified,
        List<PrivateSettings> privates,
        OnTrouble onTrouble,
        Duration fresh,
        @Nullable Duration staleIfError,
        @Nullable Duration healthInterval,
        WarmSettings warm)
        implements ChainSettings, DatabaseSettings.Named {
    @Override
    public List<String> privatePatterns() {
        return privates.stream().map(PrivateSettings::pattern).toList();
    }

    @Override
    public List<String> owners() {
        return privates.stream()
                .flatMap(each -> each.owner() instanceof PrivateSettings.Owner.OneUpstream(String name)
                        ? Stream.of(name)
                        : Stream.empty())
                .distinct()
                .toList();
    }
}
