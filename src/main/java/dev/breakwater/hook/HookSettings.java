package dev.breakwater.hook;

import dev.breakwater.config.Secret;
import java.util.Map;

/**
 * Which code hosts may tell of pushes.
 *
 * @param secrets what each of them shows or signs with; from a host without one nothing is accepted
 */
public record HookSettings(Map<HookHost, Secret> secrets) {
    /** Copies the secrets. */
    public HookSettings {
        secrets = Map.copyOf(secrets);
    }
}
