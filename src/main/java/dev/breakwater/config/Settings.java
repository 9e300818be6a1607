package dev.breakwater.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, as it is in force: read, checked, defaults filled in.
 *
 * @param listen where the server listens
 * @param publicUrl what clients reach it under, without a trailing slash; missing: taken from each request
 * @param front the names it answers to, and the proxies in front of it
 * @param dataDir where everything is kept; relative to the working directory
 * @param offline never ask an upstream
 * @param log what the log looks like
 * @param tls certificates, for clients and for upstreams
 * @param limits what a client may use
 * @param storage how much is kept, and for how long
 * @param proxy the way out
 * @param webhooks where alerts are sent
 * @param access who may do what
 * @param audit the record of who did what
 * @param hooks secrets of push hooks by the label of their code host, as in {@code github}
 * @param repositories by name, in the order of the file; never empty
 */
public record Settings(
        Address listen,
        @Nullable URI publicUrl,
        FrontSettings front,
        Path dataDir,
        boolean offline,
        LogSettings log,
        TlsSettings tls,
        LimitSettings limits,
        StorageSettings storage,
        ProxySettings proxy,
        List<WebhookSettings> webhooks,
        AccessSettings access,
        AuditSettings audit,
        Map<String, Secret> hooks,
        SequencedMap<String, RepositorySettings> repositories) {
    /** The same, but for what a server that was started with {@code started} cannot change while it runs. */
    public Settings over(Settings started) {
        return new Settings(
                started.listen,
                publicUrl,
                front,
                started.dataDir,
                offline,
                new LogSettings(started.log.format(), log.access()),
                started.tls,
                started.limits.drainingFor(limits.drainTime()),
                storage,
                proxy,
                webhooks,
                access,
                started.audit,
                hooks,
                repositories);
    }
}
