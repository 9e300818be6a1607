package dev.breakwater.format.oci.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Node;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads the configuration of one repository of container images. */
final class OciReader {
    private static final String API = "/v2";

    private final String name;
    private final Block block;

    /** Reads the repository {@code name} from {@code block}. */
    OciReader(String name, Block block) {
        this.name = name;
        this.block = block;
    }

    OciSettings read() {
        String registry = block.find(OciKeys.REGISTRY);
        boolean usual = block.get(OciKeys.DEFAULT);
        Selection selection = block.get(UpstreamKeys.SELECTION);
        List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
        UpstreamReader.Upstreams read = UpstreamReader.read(OciKeys.UPSTREAM, block, items == null ? List.of() : items);
        List<UpstreamSettings> upstreams =
                read.upstreams().stream().map(OciReader::withApi).toList();
        TagRule tags = block.get(OciKeys.TAGS);
        List<OwnedImages> owned = OwnedImagesReader.read(block, upstreams);
        Duration fresh = block.get(OciKeys.FRESH);
        Duration stale = block.get(OciKeys.STALE_IF_ERROR).limit();
        Duration interval = UpstreamKeys.probeInterval(block);
        OciSettings settings = new OciSettings(
                (registry == null ? name : registry).toLowerCase(Locale.ROOT),
                usual,
                upstreams,
                selection,
                owned == null ? List.of() : owned,
                tags,
                fresh,
                stale,
                interval,
                read.with(OciKeys.AUTHORITY));
        UpstreamReader.warnOfIdle(block, settings.upstreams(), settings.owners());
        return settings;
    }

    /** The same with the address below which names of images begin. */
    private static UpstreamSettings withApi(UpstreamSettings upstream) {
        URI url = upstream.url();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (path.equals(API) || path.startsWith(API + "/")) {
            return upstream;
        }
        return upstream.at(URI.create(url + API));
    }
}
