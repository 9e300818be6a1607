package dev.breakwater.format.go.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Node;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.Types;
import dev.breakwater.fetch.Policy;
import dev.breakwater.sumdb.DatabaseReader;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the configuration of one repository of Go modules; takes missing keys from the environment. */
final class GoReader {
    private final Reading reading;
    private final GoEnv go;
    private final String name;
    private final Block block;

    /** Reads the repository {@code name} from {@code block}; {@code go} provides what the file leaves out. */
    GoReader(GoEnv go, String name, Block block) {
        this.reading = block.reading();
        this.go = go;
        this.name = name;
        this.block = block;
    }

    GoSettings read() throws InterruptedException {
        Selection selection = block.get(UpstreamKeys.SELECTION);
        Reserving reserve = block.get(GoKeys.RESERVE);
        List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
        // a file with upstreams is complete: it must not depend on the user's go command
        GoEnv asked = items == null ? go : GoEnv.NONE;
        UpstreamReader.Upstreams upstreams =
                items == null ? decided(reserve) : UpstreamReader.read(GoKeys.UPSTREAM, block, items);
        List<DatabaseSettings> databases = databases(asked);
        Policy.Unverified unverified = block.get(GoKeys.UNVERIFIED);
        List<PrivateSettings> privates = privates(asked, upstreams.upstreams());
        OnTrouble onTrouble = block.get(GoKeys.ON_TROUBLE);
        Duration fresh = block.get(GoKeys.FRESH);
        Duration stale = block.get(GoKeys.STALE_IF_ERROR).limit();
        Duration interval = UpstreamKeys.probeInterval(block);
        return new GoSettings(
                selection,
                upstreams.upstreams(),
                upstreams.words().contains("direct"),
                databases,
                unverified,
                privates,
                onTrouble,
                fresh,
                stale,
                interval,
                WarmKeys.read(block));
    }

    private UpstreamReader.Upstreams decided(Reserving reserve) throws InterruptedException {
        UpstreamDecision.DecidedUpstreams decision = UpstreamDecision.decide(
                reading.environment(), go, reading.own(), reserve == Reserving.ON, reading.before(name));
        reading.adopted(name, decision.adopted(), decision.widened());
        decision.notes().forEach(this::note);
        List<UpstreamSettings> upstreams = new ArrayList<>();
        for (UpstreamDecision.Taken taken : decision.upstreams()) {
            List<String> at = new ArrayList<>(block.at("upstreams"));
            at.add(Integer.toString(upstreams.size()));
            UpstreamSettings upstream = taken.upstream();
            value(at, "name", upstream.name(), taken.from());
            value(at, "url", upstream.url().toString(), taken.from());
            value(at, "tier", Types.written(upstream.tier()), taken.from());
            upstreams.add(upstream);
        }
        if (decision.direct()) {
            List<String> at = new ArrayList<>(block.at("upstreams"));
            at.add(Integer.toString(upstreams.size()));
            value(at, "url", "direct", "the same list");
        }
        return new UpstreamReader.Upstreams(upstreams, decision.direct() ? Set.of("direct") : Set.of());
    }

    private List<PrivateSettings> privates(GoEnv asked, List<UpstreamSettings> upstreams) throws InterruptedException {
        List<PrivateSettings> written = PrivateReader.read(block, upstreams);
        if (written != null) {
            warnOfIdle(upstreams, written);
            return written;
        }
        warnOfIdle(upstreams, List.of());
        GoVariables.Patterns taken = GoVariables.privatePatterns(reading.environment(), asked);
        taken.notes().forEach(this::note);
        reading.effective(new Effective(block.at("private"), taken.patterns(), true, taken.from()));
        return taken.patterns().stream().map(PrivateSettings::bare).toList();
    }

    private void warnOfIdle(List<UpstreamSettings> upstreams, List<PrivateSettings> privates) {
        for (UpstreamSettings upstream : upstreams) {
            boolean owner = privates.stream()
                    .anyMatch(p -> p.owner().equals(new PrivateSettings.Owner.OneUpstream(upstream.name())));
            if (upstream.privateOnly() && !owner) {
                Place place = block.place(UpstreamKeys.UPSTREAMS);
                reading.warning(
                        place,
                        place == null ? "the environment" : place.toString(),
                        "the upstream " + upstream.name() + " is private-only, but no private pattern uses it",
                        "write from: " + upstream.name() + " at a pattern; without one it is never used");
            }
        }
    }

    private List<DatabaseSettings> databases(GoEnv asked) throws InterruptedException {
        List<DatabaseSettings> written = DatabaseReader.read(block);
        if (written != null) {
            if (written.isEmpty()) {
                note("modules are not verified by a checksum database, because checksum-databases is empty");
            }
            return written;
        }
        GoVariables.ChecksumVariables taken = GoVariables.checksums(reading.environment(), asked);
        taken.notes().forEach(this::note);
        DatabaseReader.show(block, taken.databases(), taken.from());
        return taken.databases();
    }

    private void value(List<String> at, String key, String value, String from) {
        List<String> path = new ArrayList<>(at);
        path.add(key);
        reading.effective(new Effective(path, List.of(value), false, from));
    }

    private void note(String note) {
        reading.note(name + ": " + note);
    }
}
