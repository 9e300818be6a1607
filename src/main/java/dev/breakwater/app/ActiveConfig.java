package dev.breakwater.app;

import dev.breakwater.config.Settings;
import dev.breakwater.repository.Site;
import dev.breakwater.web.OutboundHttp;
import java.util.Map;

/**
 * The configuration in force: the settings, the site that was built from them and the outbound HTTP client. A changed
 * configuration replaces all three at once; running requests finish with the old ones.
 */
final class ActiveConfig {
    private record InForce(Settings settings, Site site, OutboundHttp web) {}

    private final Settings started;
    private volatile InForce state;

    ActiveConfig(Settings started) {
        this.started = started;
        this.state = new InForce(started, new Site(Map.of()), WayOut.of(started));
    }

    /** The settings that the server started with: some stay in force until it stops. */
    Settings started() {
        return started;
    }

    /** The settings in force. */
    Settings settings() {
        return state.settings();
    }

    /** The current site. */
    Site site() {
        return state.site();
    }

    /** The current outbound HTTP client. */
    OutboundHttp web() {
        return state.web();
    }

    /** Replaces all three. */
    void set(Settings settings, Site site, OutboundHttp web) {
        state = new InForce(settings, site, web);
    }
}
