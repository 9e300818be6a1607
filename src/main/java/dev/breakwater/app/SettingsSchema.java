package dev.breakwater.app;

import dev.breakwater.audit.AuditSection;
import dev.breakwater.auth.AccessSection;
import dev.breakwater.auth.Reached;
import dev.breakwater.config.FormatSection;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.RepositoryReader;
import dev.breakwater.config.Schema;
import dev.breakwater.config.Settings;
import dev.breakwater.git.CloneSection;
import dev.breakwater.hook.HookSection;
import dev.breakwater.http.FrontSection;
import dev.breakwater.http.LimitSection;
import dev.breakwater.http.ServerSection;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.http.TlsSection;
import dev.breakwater.insight.AlertSection;
import dev.breakwater.insight.LogSection;
import dev.breakwater.store.DataSection;
import dev.breakwater.store.DataSettings;
import dev.breakwater.store.StorageSection;
import dev.breakwater.upstream.OfflineSection;
import dev.breakwater.web.OutboundSection;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The configuration file: every section, in the order of its reference, and the dependencies between them. */
public final class SettingsSchema {
    private SettingsSchema() {}

    /** The whole schema; {@code formats} are the sections of repositories, the default format first. */
    public static Schema of(List<FormatSection<?>> formats) {
        return new Schema(
                List.of(
                        new ServerSection(),
                        new DataSection(),
                        new FrontSection(),
                        new OfflineSection(),
                        new LogSection(),
                        new TlsSection(),
                        new LimitSection(),
                        new CloneSection(),
                        new StorageSection(),
                        new OutboundSection(),
                        new AlertSection(),
                        new AccessSection(SettingsSchema::reached),
                        new AuditSection(),
                        new HookSection()),
                new RepositoryReader(formats, Map.of("v2", "the protocol of container images")),
                List.of(new ClearTextCheck()),
                new Schema.Facts(settings -> settings.get(DataSettings.class).folder(), SettingsSchema::own));
    }

    private static Reached reached(Settings settings) {
        ServerSettings server = settings.get(ServerSettings.class);
        URI url = server.publicUrl();
        return new Reached(server.listen().host(), url == null ? null : url.getHost());
    }

    private static OwnAddresses own(Settings settings, Map<String, String> environment) {
        ServerSettings server = settings.get(ServerSettings.class);
        return OwnAddresses.here(server.listen(), server.publicUrl(), environment);
    }
}
