package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one repository, and takes from the environment what the file does not say. */
final class RepositoryReader {
    private final Reading reading;
    private final GoEnv go;
    private final OwnAddresses self;
    private final String name;
    private final Block block;

    private RepositoryReader(
            Reading reading, GoEnv go, OwnAddresses self, String name, Node.@Nullable Mapping mapping) {
        this.reading = reading;
        this.go = go;
        this.self = self;
        this.name = name;
        this.block = new Block(reading, List.of("repositories", name), mapping, Keys.IN_REPOSITORY);
    }

    /** Reads the repository {@code name} from {@code mapping}; null where the file has nothing below its name. */
    static RepositorySettings read(
            Reading reading, GoEnv go, OwnAddresses self, String name, Node.@Nullable Mapping mapping)
            throws InterruptedException {
        return new RepositoryReader(reading, go, self, name, mapping).read();
    }

    private RepositorySettings read() throws InterruptedException {
        PackageFormat format = block.get(Keys.FORMAT);
        Selection selection = block.get(Keys.SELECTION);
        Reserving reserve = block.get(Keys.RESERVE);
        List<Node> items = block.items(Keys.UPSTREAMS);
        // a file that names upstreams is the whole truth: it must not mean something else for another user's go command
        GoEnv asked = items == null ? go : GoEnv.NONE;
        UpstreamReader.Upstreams upstreams =
                items == null ? decided(reserve) : UpstreamReader.read(reading, block.at("upstreams"), items, self);
        List<DatabaseSettings> databases = databases(asked);
        Unverified unverified = block.get(Keys.UNVERIFIED);
        List<PrivateSettings> privates = privates(asked, upstreams.upstreams());
        OnTrouble onTrouble = block.get(Keys.ON_TROUBLE);
        var fresh = block.get(Keys.FRESH);
        var stale = block.get(Keys.STALE_IF_ERROR).limit();
        var interval = block.block(Keys.HEALTH, Keys.IN_HEALTH).find(Keys.HEALTH_INTERVAL);
        return new RepositorySettings(
                name,
                format,
                selection,
                upstreams.upstreams(),
                upstreams.direct(),
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
        UpstreamDecision.Decision decision =
                UpstreamDecision.decide(reading.environment(), go, self, reserve == Reserving.ON, reading.before(name));
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
        return new UpstreamReader.Upstreams(upstreams, decision.direct());
    }

    private List<PrivateSettings> privates(GoEnv asked, List<UpstreamSettings> upstreams) throws InterruptedException {
        List<PrivateSettings> written = PrivateReader.read(reading, block, upstreams);
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
                    .anyMatch(p -> p.owner().equals(new PrivateSettings.Owner.Upstream(upstream.name())));
            if (upstream.privateOnly() && !owner) {
                Place place = block.place(Keys.UPSTREAMS);
                reading.warning(
                        place,
                        place == null ? "the environment" : place.toString(),
                        "the upstream " + upstream.name() + " is private-only, and no private pattern is from it",
                        "write from: " + upstream.name() + " at a pattern, or it is never asked");
            }
        }
    }

    private List<DatabaseSettings> databases(GoEnv asked) throws InterruptedException {
        List<DatabaseSettings> written = DatabaseReader.read(reading, block);
        if (written != null) {
            if (written.isEmpty()) {
                note("modules are checked against no checksum database, because checksum-databases is empty");
            }
            return written;
        }
        GoVariables.Checksums taken = GoVariables.checksums(reading.environment(), asked);
        taken.notes().forEach(this::note);
        DatabaseReader.show(reading, block, taken.databases(), taken.from());
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
