package dev.breakwater.hook;

import dev.breakwater.config.Secret;
import java.util.Map;

/**
 * The code hosts that may send push hooks.
 *
 * @param secrets the secret of each host; hooks of a host without one are rejected
 */
public record HookSettings(Map<HookHost, Secret> secrets) {
    public HookSettings {
        secrets = Map.copyOf(secrets);
    }
}
