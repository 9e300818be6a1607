package dev.breakwater;

import dev.breakwater.config.Settings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.event.Events;
import dev.breakwater.format.go.GitOrigin;
import dev.breakwater.git.Limits;
import dev.breakwater.git.Reach;
import dev.breakwater.git.Repositories;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Watched;
import dev.breakwater.web.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules' own repositories, by git, made ready once a chain ends in them. Goes out as it was configured at the start. */
final class Direct {
    private final Settings settings;
    private final Events events;
    private final InstantSource clock;
    private final InstantSource steady;

    /** Null where nothing is fetched by git. */
    private @Nullable Repositories repositories;

    Direct(Settings settings, Events events, InstantSource clock, InstantSource steady) {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * The mirrors, and the modules' own repositories for what none of them has. Beside a single mirror these are no second
     * witness: as for the go command, what it says is enough, and nothing is cloned to confirm it.
     *
     * @throws IOException where the folder of the copies cannot be made
     */
    Tiers behind(Tiers mirrors) throws IOException {
        List<String> domains =
                mirrors.all().stream().map(Origin::domain).distinct().toList();
        Origin git = new GitOrigin(domains.size() == 1 ? domains.getFirst() : "direct", repositories());
        // its health is its own: one host in trouble is no reason to leave all the others alone
        Health health = new Health(Events.NONE, steady);
        List<List<Origin>> tiers = new ArrayList<>(mirrors.tiers());
        tiers.add(List.of(new Watched(git, UpstreamSettings.AT_ONCE, health, events, steady)));
        return new Tiers(mirrors.name(), mirrors.selection(), tiers);
    }

    /**
     * Looks whether there is a git that can be used, where one is needed.
     *
     * @throws IOException where there is none; the message says what to do
     */
    synchronized void check() throws IOException {
        if (repositories != null) {
            repositories.check();
        }
    }

    private synchronized Repositories repositories() throws IOException {
        Repositories made = repositories;
        if (made == null) {
            made = made();
            repositories = made;
        }
        return made;
    }

    private Repositories made() throws IOException {
        Path folder = Files.createDirectories(settings.dataDir().resolve("git"));
        Web outside = WayOut.ofStrangers(settings);
        String pem = outside.authorities();
        Path authorities = pem == null ? null : Files.writeString(folder.resolve("authorities.pem"), pem);
        Reach reach = new Reach(outside, Set.of("https"), authorities == null ? null : authorities.toAbsolutePath());
        return new Repositories(folder.resolve("public"), reach, Limits.USUAL, events, clock);
    }
}
