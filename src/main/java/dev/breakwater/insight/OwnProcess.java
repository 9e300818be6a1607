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

/** The metrics of this process and its JVM, under Micrometer's usual names. */
public final class OwnProcess {
    private OwnProcess() {}

    /**
     * Adds them to {@code metrics}. Takes some milliseconds: do not call it before the first request.
     *
     * @param version the version of the build; null if it was not packaged
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
