package dev.breakwater.app;

import dev.breakwater.audit.AuditLog;
import dev.breakwater.audit.AuditSettings;
import dev.breakwater.audit.AuditTrail;
import dev.breakwater.config.Settings;
import dev.breakwater.event.Listeners;
import dev.breakwater.insight.AccessLog;
import dev.breakwater.insight.EventLog;
import dev.breakwater.insight.LogFormat;
import dev.breakwater.insight.LogSettings;
import dev.breakwater.insight.Metrics;
import dev.breakwater.store.DataSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.InstantSource;

/**
 * The observers of events: logs, metrics and the audit log. They listen from the first event on.
 *
 * @param events the listeners, to which all other parts publish
 */
record Observation(Listeners events, Metrics metrics, AuditLog audit) {
    /**
     * Opens logs and the audit log.
     *
     * @throws IOException if the folder of the audit log can't be created
     */
    static Observation open(ActiveConfig config, InstantSource clock, Lifecycle lifecycle) throws IOException {
        Settings started = config.started();
        Listeners events = new Listeners();
        boolean json = started.get(LogSettings.class).format() == LogFormat.JSON;
        AccessLog access = new AccessLog(json, Channels.newChannel(new FileOutputStream(FileDescriptor.out)), clock);
        lifecycle.onClose(access::close);
        Metrics metrics = new Metrics();
        events.add(new EventLog(System.err, json, clock));
        events.add(metrics);
        events.add(event -> {
            if (config.settings().get(LogSettings.class).access()) {
                access.publish(event);
            }
        });
        AuditLog audit = new AuditLog(
                AuditTrail.folder(started.get(DataSettings.class).folder()),
                started.get(AuditSettings.class).fileSize(),
                started.get(AuditSettings.class).keep(),
                events,
                clock);
        lifecycle.onClose(audit::close);
        events.add(audit);
        return new Observation(events, metrics, audit);
    }
}
