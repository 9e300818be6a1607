package dev.breakwater.format.oci.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Node;
import dev.breakwater.config.SourcedText;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of one repository of container images. */
final class OciReader {
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
        List<String> immutable = block.list(OciKeys.IMMUTABLE_TAGS);
        List<OwnedImages> owned = OwnedImagesReader.read(block, upstreams);
        boolean hosted = block.get(OciKeys.HOSTED);
        if (hosted) {
            checkAlone(upstreams, owned);
            owned = List.of(new OwnedImages("*", new ImageOwner.PushedHere()));
        }
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
                immutable == null ? List.of() : immutable,
                block.get(OciKeys.SPARSE_IMAGES),
                block.get(OciKeys.KEEP_UNTAGGED),
                block.get(OciKeys.COLLECT_EVERY),
                fresh,
                stale,
                interval,
                read.with(OciKeys.AUTHORITY),
                access(read));
        UpstreamReader.warnOfIdle(block, settings.upstreams(), settings.owners());
        return settings;
    }

    private static Map<String, RegistryAccess> access(UpstreamReader.Upstreams read) {
        Map<String, RegistryAccess> access = new HashMap<>();
        for (UpstreamSettings upstream : read.upstreams()) {
            Block own = read.blocks().get(upstream.name());
            if (own != null) {
                access.put(upstream.name(), RegistryAccessReader.read(own, upstream));
            }
        }
        return access;
    }

    /** A repository that hosts all its images has no others. */
    private void checkAlone(List<UpstreamSettings> upstreams, @Nullable List<OwnedImages> owned) {
        SourcedText given = block.given(OciKeys.HOSTED);
        if (given != null && (!upstreams.isEmpty() || owned != null)) {
            block.reading()
                    .mistake(
                            given,
                            "a repository with hosted: true has no upstreams and no private patterns",
                            "remove hosted, and write private: with from: hosted for the images that are pushed here");
        }
    }

    /** The same with the address below which names of images begin. */
    private static UpstreamSettings withApi(UpstreamSettings upstream) {
        URI url = OciSettings.withApi(upstream.url());
        return url.equals(upstream.url()) ? upstream : upstream.at(url);
    }
}
