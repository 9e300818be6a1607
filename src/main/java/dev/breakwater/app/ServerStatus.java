package dev.breakwater.app;

import dev.breakwater.admin.AdminException;
import dev.breakwater.admin.ClientLines;
import dev.breakwater.admin.ClientProgram;
import dev.breakwater.admin.ServerState;
import dev.breakwater.admin.Sources;
import dev.breakwater.admin.Storage;
import dev.breakwater.admin.StoragePreview;
import dev.breakwater.admin.Upstreams;
import dev.breakwater.catalogue.Catalogue;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.insight.AlertHistory;
import dev.breakwater.insight.Builds;
import dev.breakwater.insight.Figures;
import dev.breakwater.insight.TrafficLog;
import dev.breakwater.insight.UpstreamStories;
import dev.breakwater.repository.ClientSetup;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.PackageDetails;
import dev.breakwater.status.ServiceStatus;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.Retention;
import dev.breakwater.store.SharedStore;
import dev.breakwater.store.StorageSettings;
import dev.breakwater.store.StoreCollection;
import dev.breakwater.store.StoreUsage;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.UpstreamSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** What the running server tells of itself on its pages and by its API. Safe for many threads. */
final class ServerStatus implements Sources {
    private final ServerParts parts;
    private final Instant started;
    private final Semaphore previewing = new Semaphore(1);

    ServerStatus(ServerParts parts) {
        this.parts = parts;
        this.started = parts.clock().instant();
    }

    @Override
    public ServerState server() {
        Settings settings = parts.settings().get();
        List<String> why = parts.store().failures();
        return new ServerState(
                version(),
                parts.node(),
                started,
                parts.clock().instant(),
                why.isEmpty(),
                why,
                parts.store().refusals(),
                parts.offline().getAsBoolean(),
                parts.offline().switched(),
                settings.repositories().values().stream()
                        .map(each -> new ServerState.Served(each.name(), each.format()))
                        .toList());
    }

    @Override
    public List<ClientLines> clients(String base) {
        List<ClientLines> lines = new ArrayList<>();
        for (RepositorySettings repository :
                parts.settings().get().repositories().values()) {
            String address = base + "/" + repository.name();
            parts.formats()
                    .of(repository)
                    .as(ClientSetup.class)
                    .map(setup -> new ClientLines(
                            repository.name(), setup.command(address), setup.variables(repository, address)))
                    .ifPresent(lines::add);
        }
        return lines;
    }

    @Override
    public List<ClientProgram> programs(String base) {
        return parts.formats().programs(parts.settings().get(), URI.create(base)).stream()
                .map(setup -> new ClientProgram(setup.program(), setup.files(), setup.notes()))
                .toList();
    }

    @Override
    public ServiceStatus status() {
        return CurrentStatus.of(parts);
    }

    @Override
    public Upstreams upstreams() {
        List<Health.HealthReport> known = parts.health().report();
        return new Upstreams(parts.settings().get().repositories().values().stream()
                .flatMap(repository -> ChainSettings.of(repository).upstreams().stream()
                        .map(upstream -> upstream(repository, upstream, known)))
                .toList());
    }

    private Upstreams.Upstream upstream(
            RepositorySettings repository, UpstreamSettings upstream, List<Health.HealthReport> known) {
        return new Upstreams.Upstream(
                repository.name(),
                upstream.name(),
                shown(upstream.url()),
                upstream.tier().name().toLowerCase(Locale.ROOT),
                upstream.weight(),
                parts.health().drained(upstream.name()),
                known.stream()
                        .filter(report -> report.upstream().equals(upstream.name()))
                        .map(report -> new Upstreams.TrafficClass(
                                report.traffic(),
                                report.state().written(),
                                report.inFlight(),
                                report.p95().toNanos() / 1e6))
                        .toList());
    }

    private static String version() {
        String version = ServerStatus.class.getPackage().getImplementationVersion();
        return version == null ? "not packaged" : version;
    }

    @Override
    public Figures figures() {
        return parts.overview().figures();
    }

    @Override
    public Builds builds() {
        return parts.overview().builds();
    }

    @Override
    public TrafficLog traffic() {
        return parts.overview().traffic();
    }

    @Override
    public UpstreamStories chronicle() {
        return parts.overview().chronicle();
    }

    @Override
    public AlertHistory alerts() {
        return parts.overview().alerts();
    }

    @Override
    public Catalogue catalogue() {
        return parts.overview().catalogue();
    }

    @Override
    public List<PackageDetails.VersionDetail> details(
            String repository, String module, List<String> versions, String base) throws InterruptedException {
        Settings settings = parts.settings().get();
        for (RepositorySettings each : settings.repositories().values()) {
            Format format = parts.formats().of(each);
            PackageDetails details = format.as(PackageDetails.class).orElse(null);
            if (details != null && format.naming().keeps(each.name(), repository)) {
                try {
                    SharedStore store =
                            SharedStore.of(settings.get(DataSettings.class).folder(), parts.clock());
                    return details.of(store, repository, module, versions, base + "/" + each.name());
                } catch (IOException e) {
                    parts.events()
                            .publish(new Event.LogNote("console", "can't read " + module + ": " + e.getMessage()));
                }
            }
        }
        return List.of();
    }

    @Override
    public boolean confidential(String repository) {
        return parts.namings().of(repository).isPrivate(repository);
    }

    @Override
    public Storage storage() {
        StorageSettings settings = parts.settings().get().get(StorageSettings.class);
        StoreUsage stock = parts.store().stock();
        File disk = parts.settings().get().get(DataSettings.class).folder().toFile();
        return new Storage(
                stock.counted(),
                stock.entries(),
                stock.bytes(),
                settings.quota(),
                settings.unused() == null ? null : settings.unused().toSeconds(),
                settings.keep(),
                disk.getTotalSpace(),
                disk.getUsableSpace());
    }

    @Override
    public StoragePreview preview() throws AdminException {
        Settings settings = parts.settings().get();
        StorageSettings storage = settings.get(StorageSettings.class);
        long most = storage.quota() == null ? Long.MAX_VALUE : storage.quota();
        if (!previewing.tryAcquire()) {
            throw new AdminException(503, "Another preview is being made: retry in a moment.");
        }
        try {
            StoreCollection.CollectionSummary summary = StoreCollection.preview(
                    settings.get(DataSettings.class).folder(),
                    new Retention(
                            parts.clock().instant(),
                            most,
                            storage.unused(),
                            parts.namings().entries(storage.keep())));
            return new StoragePreview(summary.entries(), summary.bytes(), summary.left(), summary.excess());
        } catch (IOException e) {
            throw new AdminException(503, "What is held cannot be looked through: " + e.getMessage());
        } finally {
            previewing.release();
        }
    }

    /** The URL without parts that may be secret. */
    private static String shown(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority().replaceFirst(".*@", "") + url.getRawPath();
    }
}
