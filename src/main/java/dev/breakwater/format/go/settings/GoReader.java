package dev.breakwater.format.go.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Node;
import dev.breakwater.config.Reading;
import dev.breakwater.fetch.Policy;
import dev.breakwater.sumdb.DatabaseReader;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.Reserving;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
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
        Reserving reserve = block.get(UpstreamKeys.RESERVE);
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
                block.get(GoKeys.PREFETCH),
                WarmKeys.read(block));
    }

    private UpstreamReader.Upstreams decided(Reserving reserve) throws InterruptedException {
        UpstreamDecision.DecidedUpstreams decision = UpstreamDecision.decide(
                reading.environment(), go, reading.own(), reserve == Reserving.ON, reading.before(name));
        reading.adopted(name, decision.adopted(), decision.widened());
        decision.notes().forEach(this::note);
        TakenUpstreams.show(block, decision.upstreams(), new LinkedHashMap<>());
        List<UpstreamSettings> upstreams = decision.upstreams().stream()
                .map(TakenUpstreams.Taken::upstream)
                .toList();
        if (decision.direct()) {
            TakenUpstreams.show(block, upstreams.size(), "url", "direct", "the same list");
        }
        return new UpstreamReader.Upstreams(upstreams, decision.direct() ? Set.of("direct") : Set.of());
    }

    private List<PrivateSettings> privates(GoEnv asked, List<UpstreamSettings> upstreams) throws InterruptedException {
        List<PrivateSettings> written = PrivateReader.read(block, upstreams);
        if (written != null) {
            UpstreamReader.warnOfIdle(block, upstreams, PrivateSettings.owners(written));
            return written;
        }
        UpstreamReader.warnOfIdle(block, upstreams, List.of());
        GoVariables.Patterns taken = GoVariables.privatePatterns(reading.environment(), asked);
        taken.notes().forEach(this::note);
        reading.effective(new Effective(block.at("private"), taken.patterns(), true, taken.from()));
        return taken.patterns().stream().map(PrivateSettings::bare).toList();
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

    private void note(String note) {
        reading.note(name + ": " + note);
    }
}
