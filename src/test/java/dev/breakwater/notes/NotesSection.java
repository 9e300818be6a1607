package dev.breakwater.notes;

import dev.breakwater.config.Block;
import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.Reading;
import dev.breakwater.upstream.UpstreamKeys;
import dev.breakwater.upstream.UpstreamReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.util.List;
import java.util.Set;

/** The keys of a repository of notes. */
record NotesSection() implements FormatSection<NotesSettings> {
    private static final UpstreamKeys UPSTREAM = new UpstreamKeys("URL", "Where it is.", Set.of());

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public List<Group> groups() {
        return List.of(
                new Group("repositories.*", List.of(UpstreamKeys.UPSTREAMS)),
                UPSTREAM.groups().getFirst());
    }

    @Override
    public List<String> variables() {
        return List.of();
    }

    @Override
    public FormatReader<NotesSettings> reader(Reading reading) {
        return (_, block) -> new NotesSettings(upstreams(block));
    }

    private static List<UpstreamSettings> upstreams(Block block) {
        List<Node> items = block.items(UpstreamKeys.UPSTREAMS);
        return items == null
                ? List.of()
                : UpstreamReader.read(UPSTREAM, block, items).upstreams();
    }
}
