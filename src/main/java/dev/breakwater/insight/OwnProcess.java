package dev.breakwater.insight;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of this process and its JVM, under the names that Micrometer gives them everywhere. */
public final class OwnProcess {
    private OwnProcess() {}

    /**
     * Shows them in {@code metrics}. Takes some milliseconds: not for the way to the first request.
     *
     * @param version which build this is; missing where it was not packaged
     */
    public static void show(Metrics metrics, @Nullable String version) {
        MeterRegistry registry = metrics.registry();
        Gauge.builder("breakwater.build.info", () -> 1)
                .description("Always 1; the labels name the build and the Java version")
                .tags(
                        "version",
                        version == null ? "unpackaged" : version,
                        "java",
                        Runtime.version().toString())
                .register(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(each -> each.bindTo(registry));
    }
}
