package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Globs;
import dev.breakwater.config.Node;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SourcedText;
import dev.breakwater.fetch.Policy;
import dev.breakwater.format.npm.settings.RegistryDecision.DecidedRegistries;
import dev.breakwater.format.npm.settings.RegistryDecision.OwnedScope;
import dev.breakwater.upstream.Reserving;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Reads the configuration of one repository of npm packages; takes missing upstreams from the user's own npm. */
final class NpmReader {
    private final Reading reading;
    private final NpmEnv npm;
    private final String name;
    private final Block block;
    private final List<OwnedScope> scopes = new ArrayList<>();

    /** Reads the repository {@code name} from {@code block}; {@code npm} provides what nothing else sets. */
    NpmReader(NpmEnv npm, String name, Block block) {
        this.reading = block.reading();
        this.npm = npm;
        this.name = name;
        this.block = block;
    }

    NpmSettings read() throws InterruptedException {
        Selection selection = block.get(UpstreamKeys.SELECTION);
        Reserving reserve = block.get(UpstreamKeys.RESERVE);
        List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
        // a file with upstreams is complete: it must not depend on the user's npm
        UpstreamReader.Upstreams upstreams =
                items == null ? decided(reserve) : UpstreamReader.read(NpmKeys.UPSTREAM, block, items);
        SigningKeysSetting keys = signingKeys();
        Policy.Unverified unverified = block.get(NpmKeys.UNVERIFIED);
        List<OwnedPackages> owned = owned(upstreams.upstreams());
        Duration fresh = block.get(NpmKeys.FRESH);
        Duration stale = block.get(NpmKeys.STALE_IF_ERROR).limit();
        Duration interval = UpstreamKeys.probeInterval(block);
        NpmSettings settings = new NpmSettings(
                upstreams.upstreams(),
                selection,
                owned,
                unverified,
                provenance(),
                keys,
                fresh,
                stale,
                interval,
                upstreams.with(NpmKeys.AUTHORITY),
                upstreams.with(NpmKeys.AUDIT));
        UpstreamReader.warnOfIdle(block, settings.upstreams(), settings.owners());
        return settings;
    }

    private ProvenanceSettings provenance() {
        List<String> required = block.list(NpmKeys.REQUIRE_PROVENANCE);
        return new ProvenanceSettings(required == null ? List.of() : required, block.get(NpmKeys.NO_DOWNGRADE));
    }

    private UpstreamReader.Upstreams decided(Reserving reserve) throws InterruptedException {
        DecidedRegistries decision = RegistryDecision.decide(
                reading.environment(), npm, reading.own(), reserve == Reserving.ON, reading.before(name));
        reading.adopted(name, decision.adopted(), decision.widened());
        decision.notes().forEach(note -> reading.note(name + ": " + note));
        scopes.addAll(decision.scopes());
        List<TakenUpstreams.Taken> taken = decision.upstreams();
        SequencedMap<String, Set<String>> marked = new LinkedHashMap<>();
        marked.put(NpmKeys.AUTHORITY.name(), decision.authorities());
        marked.put(NpmKeys.AUDIT.name(), decision.audits());
        TakenUpstreams.show(block, taken, marked);
        return new UpstreamReader.Upstreams(
                taken.stream().map(TakenUpstreams.Taken::upstream).toList(), Set.of(), marked);
    }

    /** Those of the file, then the scopes that have a registry of their own. */
    private List<OwnedPackages> owned(List<UpstreamSettings> upstreams) {
        List<OwnedPackages> written = OwnedReader.read(block, upstreams);
        List<OwnedPackages> owned = new ArrayList<>(written == null ? List.of() : written);
        for (OwnedScope scope : scopes) {
            OwnedPackages packages = scope.packages();
            if (owned.stream().noneMatch(each -> Globs.same(each.pattern(), packages.pattern()))) {
                // blocks cannot be listed behind bare patterns; the notes have them in any case
                if (written == null) {
                    show(owned.size(), NpmKeys.PATTERN.name(), packages.pattern(), scope.from());
                    show(owned.size(), NpmKeys.FROM.name(), written(packages.owner()), scope.from());
                }
                owned.add(packages);
            }
        }
        return owned;
    }

    private static String written(PackageOwner owner) {
        return switch (owner) {
            case PackageOwner.Hosted() -> "hosted";
            case PackageOwner.OneUpstream(String upstream) -> upstream;
        };
    }

    private void show(int index, String key, String value, String from) {
        List<String> path = new ArrayList<>(block.at(NpmKeys.PRIVATE.name()));
        path.add(Integer.toString(index));
        path.add(key);
        reading.effective(new Effective(path, List.of(value), false, from));
    }

    /** Warns of a file that cannot be read here: the configuration may be checked on another machine than its server's. */
    private SigningKeysSetting signingKeys() {
        SigningKeysSetting keys = block.get(NpmKeys.SIGNING_KEYS);
        SourcedText given = block.given(NpmKeys.SIGNING_KEYS);
        if (given != null && keys instanceof SigningKeysSetting.FromFile(Path file) && !Files.isReadable(file)) {
            reading.warning(
                    given.place(),
                    given.where(),
                    String.join(".", block.at(NpmKeys.SIGNING_KEYS.name())) + " names " + given.shown()
                            + ", which can't be read here",
                    "create it before the server starts, or correct the path");
        }
        return keys;
    }
}
