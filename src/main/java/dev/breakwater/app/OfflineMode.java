package dev.breakwater.app;

import dev.breakwater.status.Situation;
import dev.breakwater.upstream.OfflineSettings;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The offline mode, without requests to upstreams: as configured, unless an operator switched it. */
final class OfflineMode implements BooleanSupplier {
    private final ActiveConfig config;
    private final AtomicReference<@Nullable Boolean> byHand = new AtomicReference<>();

    OfflineMode(ActiveConfig config) {
        this.config = config;
    }

    @Override
    public boolean getAsBoolean() {
        Boolean switched = byHand.get();
        return switched == null ? config.settings().get(OfflineSettings.class).offline() : switched;
    }

    /** Whether an operator switched it, so that the configuration no longer decides. */
    boolean switched() {
        return byHand.get() != null;
    }

    /** Switches it, until the server stops. */
    void set(boolean offline) {
        byHand.set(offline);
    }

    /** Its state for the status page. */
    Situation.Offline reason() {
        if (!getAsBoolean()) {
            return Situation.Offline.NO;
        }
        return switched() ? Situation.Offline.BY_HAND : Situation.Offline.CONFIGURED;
    }
}
