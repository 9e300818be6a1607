package dev.breakwater.app;

import dev.breakwater.format.go.GoFormat;
import dev.breakwater.format.npm.NpmFormat;
import dev.breakwater.format.oci.OciFormat;
import dev.breakwater.repository.KnownFormats;
import java.util.List;
import java.util.Map;

/** The list of all formats: the one place that names them. The first is the default. */
public final class Formats {
    private Formats() {}

    /** All of them; {@code environment} has the variables that they may read. */
    public static KnownFormats of(Map<String, String> environment) {
        return new KnownFormats(List.of(GoFormat.of(environment), NpmFormat.of(environment), new OciFormat()));
    }
}
