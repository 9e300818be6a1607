package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook.
 *
 * @param name its configured name
 * @param url where messages go; secret
 * @param secret the key that signs them; null if unsigned
 * @param rules the rules whose alerts are sent
 */
public record WebhookTarget(
        String name,
        String url,
        MessageShape shape,
        @Nullable String secret,
        Set<AlertRule> rules) {
    /** Hides the secret. */
    @Override
    public String toString() {
        return "Target[" + name + " " + shape + " " + rules + "]";
    }
}
