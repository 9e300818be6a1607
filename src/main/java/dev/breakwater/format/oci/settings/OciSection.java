package dev.breakwater.format.oci.settings;

import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import java.util.List;

/** The configuration of a repository of container images: {@code format: oci}. */
public final class OciSection implements FormatSection<OciSettings> {
    @Override
    public String name() {
        return "oci";
    }

    @Override
    public List<Group> groups() {
        return OciKeys.GROUPS;
    }

    @Override
    public List<String> variables() {
        return List.of();
    }

    @Override
    public FormatReader<OciSettings> reader(Reading reading) {
        return (name, block) -> new OciReader(name, block).read();
    }
}
