package dev.breakwater.app;

import dev.breakwater.audit.AuditLog;
import dev.breakwater.fetch.Engine;
import dev.breakwater.http.HttpEdge;
import dev.breakwater.http.TlsSettings;
import dev.breakwater.insight.Metrics;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.RetentionTask;
import dev.breakwater.store.StoreUsage;
import dev.breakwater.upstream.Health;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** The gauges, which read the server's parts when metrics are requested; events are counted elsewhere. */
final class Gauges {
    private final Metrics metrics;

    private Gauges(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Registers all of them. */
    static void show(
            ActiveConfig config,
            Observation observed,
            Fetching fetching,
            ServerStatus status,
            RetentionTask upkeep,
            HttpEdge edge) {
        Gauges gauges = new Gauges(observed.metrics());
        gauges.status(status);
        gauges.switched(fetching.offline(), fetching.health());
        gauges.kept(fetching.store(), config.started().get(DataSettings.class).folder(), observed.audit(), upkeep);
        gauges.served(
                edge, fetching.engine(), config.started().get(TlsSettings.class).cert());
    }

    /** The gauges of the store. */
    private void kept(FileStore store, Path dataDir, AuditLog audit, RetentionTask upkeep) {
        StoreUsage stock = store.stock();
        metrics.gauge(
                "breakwater.store.entries",
                "Entries held; not a number until they have been counted",
                stock,
                s -> s.counted() ? s.entries() : Double.NaN);
        metrics.gauge(
                "breakwater.store.bytes",
                "Length of the files of the entries held; not a number until they have been counted",
                stock,
                s -> s.counted() ? s.bytes() : Double.NaN);
        metrics.gauge(
                "breakwater.store.absences", "Names that are remembered not to exist", store, FileStore::absences);
        metrics.gauge(
                "breakwater.store.quota.bytes",
                "The quota in bytes; not a number if storage.quota is not set",
                upkeep,
                RetentionTask::quota);
        metrics.gauge(
                "breakwater.store.disk.free.bytes",
                "Room left on the data folder's disk; not a number while the folder is gone",
                dataDir,
                folder -> known(folder.toFile().getUsableSpace(), folder));
        metrics.gauge(
                "breakwater.store.disk.bytes",
                "Size of the data folder's disk; not a number while the folder is gone",
                dataDir,
                folder -> known(folder.toFile().getTotalSpace(), folder));
        metrics.gauge(
                "breakwater.store.working",
                "1 if it can be read and written, else 0",
                store,
                s -> s.failures().isEmpty() && s.refusals().isEmpty() ? 1 : 0);
        metrics.gauge(
                "breakwater.audit.lost",
                "Lines that are missing in the record of who did what",
                audit,
                AuditLog::lostEver);
    }

    /** The gauges of the status. */
    private void status(ServerStatus status) {
        metrics.gauge(
                "breakwater.status",
                "Whether builds are safe: 0 safe, 1 degraded, 2 new modules fail, 3 outage",
                status,
                s -> s.status().state().level());
    }

    /** The gauges of manual switches. */
    private void switched(OfflineMode offline, Health health) {
        metrics.gauge(
                "breakwater.offline", "1 if no upstream is asked, else 0", offline, o -> o.getAsBoolean() ? 1 : 0);
        metrics.gauge(
                "breakwater.upstreams.drained",
                "Names of upstreams that were taken out by hand",
                health,
                Health::drained);
    }

    /** The gauges of the HTTP server; {@code certificate} is its certificate, if there is one. */
    private void served(HttpEdge edge, Engine engine, @Nullable Path certificate) {
        metrics.gauge("breakwater.connections", "Clients that are connected", edge, HttpEdge::connections);
        metrics.gauge("breakwater.requests.in.flight", "Requests that are being answered", edge, HttpEdge::requests);
        metrics.gauge("breakwater.fetches.in.flight", "Fetches that are under way", engine, Engine::underway);
        metrics.gauge("breakwater.fetches.waiting", "Requests that wait for room to fetch", engine, Engine::waiting);
        metrics.gauge(
                "breakwater.requests.waiting", "Requests that wait for what is not ready", edge, HttpEdge::waiting);
        metrics.gauge("breakwater.hot.entries", "Answers that are kept ready to be given again", edge, HttpEdge::hot);
        metrics.gauge(
                "breakwater.certificate.expires.seconds",
                "When the certificate in tls.cert ends, in seconds since 1970; not a number if there is none",
                this,
                _ -> certificate == null ? Double.NaN : expires(certificate));
    }

    private static double known(long bytes, Path folder) {
        return bytes == 0 && !Files.isDirectory(folder) ? Double.NaN : bytes;
    }

    private static double expires(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in) instanceof X509Certificate first
                    ? first.getNotAfter().toInstant().getEpochSecond()
                    : Double.NaN;
        } catch (IOException | CertificateException e) {
            // the server logged it when it read the file
            return Double.NaN;
        }
    }
}
