package dev.breakwater.format.oci;

import dev.breakwater.config.FormatSection;
import dev.breakwater.format.oci.probe.OciProber;
import dev.breakwater.format.oci.settings.OciSection;
import dev.breakwater.format.oci.settings.OciSettings;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.RunningFormat;
import java.util.List;

/** The format of container images, with all its abilities. */
public final class OciFormat implements Format {
    private final FormatSection<OciSettings> settings = new OciSection();
    private final Naming naming = new OciNaming();

    @Override
    public FormatSection<OciSettings> settings() {
        return settings;
    }

    @Override
    public Naming naming() {
        return naming;
    }

    @Override
    public List<Object> abilities() {
        return List.of(
                new OciClientSetup(), new OciClientFiles(), new ImageDetails(), new ImageLists(), new OciProber());
    }

    @Override
    public RunningFormat start(FormatContext context) {
        return new OciServing(context);
    }
}
