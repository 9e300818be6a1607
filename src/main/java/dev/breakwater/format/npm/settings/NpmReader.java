package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Node;
import dev.breakwater.fetch.Policy;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads the configuration of one repository of npm packages. */
final class NpmReader {
    private final NpmEnv npm;
    private final String name;
    private final Block block;

    /** Reads the repository {@code name} from {@code block}; {@code npm} provides what the file leaves out. */
    NpmReader(NpmEnv npm, String name, Block block) {
        this.npm = npm;
        this.name = name;
        this.block = block;
    }

    NpmSettings read() {
        Selection selection = block.get(UpstreamKeys.SELECTION);
        List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
        UpstreamReader.Upstreams upstreams = items == null
                ? new UpstreamReader.Upstreams(List.of(), Set.of())
                : UpstreamReader.read(NpmKeys.UPSTREAM, block, items);
        SigningKeysSetting keys = block.get(NpmKeys.SIGNING_KEYS);
        Policy.Unverified unverified = block.get(NpmKeys.UNVERIFIED);
        Duration fresh = block.get(NpmKeys.FRESH);
        Duration stale = block.get(NpmKeys.STALE_IF_ERROR).limit();
        Duration interval = UpstreamKeys.probeInterval(block);
        return new NpmSettings(
                upstreams.upstreams(),
                selection,
                List.of(),
                unverified,
                keys,
                fresh,
                stale,
                interval,
                upstreams.with(NpmKeys.AUTHORITY),
                upstreams.with(NpmKeys.AUDIT));
    }
}
