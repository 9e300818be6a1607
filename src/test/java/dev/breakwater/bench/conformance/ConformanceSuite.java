package dev.breakwater.bench.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every check, in the order in which they run. */
public final class ConformanceSuite {
    /** The group of the audits: some registries ask the public one for them, and no other. */
    public static final String AUDITS = ServiceChecks.AUDITS;

    private ConformanceSuite() {}

    /** The checks that any registry can be put to. */
    public static List<RegistryCheck> all() {
        return Stream.of(
                        FormChecks.all(),
                        CachingChecks.all(),
                        AddressChecks.all(),
                        TarballChecks.all(),
                        ServiceChecks.all(),
                        PublishChecks.all(),
                        ChangeChecks.all(),
                        TagChecks.all(),
                        ErrorChecks.all(),
                        EdgeChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The same, and those of a registry behind it. */
    public static List<RegistryCheck> with(UpstreamChecks upstream) {
        return Stream.concat(all().stream(), upstream.all().stream()).toList();
    }
}
