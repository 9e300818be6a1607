package dev.breakwater.format.go.settings;

import dev.breakwater.fetch.Policy;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a repository of Go modules.
 *
 * @param selection which upstream of a tier is tried first
 * @param upstreams the upstreams, in the order of the file; empty to serve from the cache only
 * @param direct whether to try the modules' own repositories after all upstreams
 * @param databases the checksum databases; empty if modules are not verified
 * @param unverified what to do with content without a record
 * @param privates the private modules and their owners; the first pattern that matches counts
 * @param onTrouble the answer if no upstream answers
 * @param fresh how long a list, {@code @latest} or a query is current
 * @param staleIfError how long after that it may still be served if upstreams fail; missing: no limit
 * @param healthInterval how often upstreams are probed; missing: rarely, to spare public mirrors
 * @param prefetch what is fetched ahead of a build
 * @param warm what to keep up to date ahead of requests
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
        Prefetch prefetch,
        WarmSettings warm)
        implements ChainSettings, DatabaseSettings.Named {
    @Override
    public List<String> privatePatterns() {
        return privates.stream().map(PrivateSettings::pattern).toList();
    }

    @Override
    public List<String> owners() {
        return PrivateSettings.owners(privates);
    }
}
