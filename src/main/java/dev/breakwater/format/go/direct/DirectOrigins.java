package dev.breakwater.format.go.direct;

import dev.breakwater.config.Settings;
import dev.breakwater.event.Events;
import dev.breakwater.format.go.settings.PrivateSettings;
import dev.breakwater.git.CloneQuota;
import dev.breakwater.git.CloneSettings;
import dev.breakwater.git.GitLimits;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.git.Repositories;
import dev.breakwater.git.RepositoryReach;
import dev.breakwater.store.DataFolders;
import dev.breakwater.store.DataSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.MonitoredOrigin;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.SharedLimit;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.verify.Digest;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origins for the modules' own git repositories, created when a chain ends in {@code direct}. Uses the outbound settings of
 * the start.
 */
public final class DirectOrigins {
    private final Settings settings;
    private final Events events;
    private final InstantSource clock;
    private final InstantSource steady;

    private final CloneQuota quota;

    /** Null if nothing public is fetched by git. */
    private @Nullable Repositories repositories;

    /** By repository and pattern. */
    private final Map<String, Repositories> privates = new HashMap<>();

    /** The concurrent fetches from the modules' own hosts if there are mirrors too: limited, because clients name the hosts. */
    private final SharedLimit strangers;

    /** {@code fetches} limits the concurrent fetches. */
    public DirectOrigins(Settings settings, Events events, InstantSource clock, InstantSource steady, int fetches) {
        this.strangers = new SharedLimit(Math.max(1, fetches / 4));
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.steady = steady;
        this.quota = new CloneQuota(settings.get(CloneSettings.class)::bytes, events);
    }

    /**
     * The mirrors, and then the modules' own repositories for what none of them has. With a single mirror, the repositories are
     * not a second witness: as in the go command, its answer is enough, and nothing is cloned to confirm it.
     *
     * @throws IOException if the folder of the clones cannot be created
     */
    public Tiers behind(Tiers mirrors) throws IOException {
        List<String> domains =
                mirrors.all().stream().map(Origin::domain).distinct().toList();
        List<List<Origin>> tiers = new ArrayList<>(mirrors.tiers());
        SharedLimit share = domains.isEmpty() ? null : strangers;
        tiers.add(List.of(watched(domains.size() == 1 ? domains.getFirst() : "direct", repositories(), share)));
        return new Tiers(mirrors.name(), mirrors.selection(), tiers, mirrors.reserve());
    }

    /**
     * The repositories of the modules under a private pattern of {@code repository}. They share no clone with other
     * repositories.
     *
     * @throws IOException if the folder of the clones cannot be created
     */
    public Tiers alone(String repository, PrivateSettings settings) throws IOException {
        return new Tiers(
                settings.pattern(),
                Selection.PRIORITY,
                List.of(List.of(watched("direct", repositories(repository, settings), null))));
    }

    private Origin watched(String domain, Repositories of, @Nullable SharedLimit share) {
        // one circuit each: trouble of one host must not block the others
        Health health = new Health(Events.NONE, steady);
        return new MonitoredOrigin(new GitOrigin(domain, of), share, UpstreamSettings.AT_ONCE, health, events, steady);
    }

    /**
     * Checks that a usable git is installed, if one is needed.
     *
     * @throws IOException if there is none; the message says what to do
     */
    public synchronized void check() throws IOException {
        if (repositories != null) {
            repositories.check();
        }
        for (Repositories each : privates.values()) {
            each.check();
        }
    }

    private synchronized Repositories repositories(String repository, PrivateSettings owned) throws IOException {
        RepositoryReach reach = reach(settings.get(OutboundSettings.class).to(owned.named()), logins(owned));
        String owner = repository + " " + owned.pattern();
        Repositories known = privates.get(owner);
        if (known == null) {
            String name =
                    Digest.of(owner.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
            known = made("private-" + name, reach);
            privates.put(owner, known);
        } else {
            known.change(reach);
        }
        return known;
    }

    private synchronized Repositories repositories() throws IOException {
        Repositories made = repositories;
        if (made == null) {
            made = made("public", reach(settings.get(OutboundSettings.class).to(Set.of()), HostCredentials.NONE));
            repositories = made;
        }
        return made;
    }

    private Repositories made(String name, RepositoryReach reach) throws IOException {
        return new Repositories(
                settings.get(DataSettings.class).folder().resolve("git").resolve(name),
                reach,
                GitLimits.USUAL,
                quota,
                events,
                clock);
    }

    private RepositoryReach reach(OutboundHttp outside, HostCredentials logins) throws IOException {
        Path folder = DataFolders.make(settings.get(DataSettings.class).folder().resolve("git"));
        String pem = outside.authorities();
        Path authorities = pem == null ? null : Files.writeString(folder.resolve("authorities.pem"), pem);
        return new RepositoryReach(
                outside, Set.of("https"), logins, authorities == null ? null : authorities.toAbsolutePath());
    }

    private static HostCredentials logins(PrivateSettings owned) {
        return new HostCredentials(owned.credentials());
    }
}
