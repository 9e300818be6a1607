package dev.breakwater.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One repository.
 *
 * @param name the first element of its addresses; matches {@code [a-z][a-z0-9-]*}
 * @param format what it speaks
 * @param selection which upstream of a tier comes first
 * @param upstreams whom to ask, in the order of the file; empty where only what is held is served
 * @param direct whether the modules' own repositories are asked too, after all upstreams
 * @param databases the checksum databases; empty where nothing is checked
 * @param unverified what to do with content that no record speaks of
 * @param privates whose the operator's own modules are; the first pattern that matches counts
 * @param onTrouble what a client is told where nobody answers
 * @param fresh how long a list, {@code @latest} or a query is current
 * @param staleIfError how long after that it may still be served in trouble; missing: for ever
 * @param healthInterval how often upstreams are probed; missing: as politeness has it
 * @param warm what is kept up to date before anybody asks
 */
public record RepositorySettings(
        String name,
        PackageFormat format,
        Selection selection,
        List<UpstreamSettings> upstreams,
        boolean direct,
        List<DatabaseSettings> databases,
        Unverified unverified,
        List<PrivateSettings> privates,
        OnTrouble onTrouble,
        Duration fresh,
        @Nullable Duration staleIfError,
        @Nullable Duration healthInterval,
        WarmSettings warm) {
    /** The GOPRIVATE globs of the operator's own modules: never asked of a public upstream or database. */
    public List<String> privatePatterns() {
        return privates.stream().map(PrivateSettings::pattern).toList();
    }
}
