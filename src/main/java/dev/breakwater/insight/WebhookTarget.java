package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook.
 *
 * @param name as the operator gave it
 * @param url where messages go; secret
 * @param secret what they are signed with; missing: not at all
 * @param rules whose alerts are sent
 */
public record WebhookTarget(
        String name,
        String url,
        MessageShape shape,
        @Nullable String secret,
        Set<AlertRule> rules) {
    /** Shows no secret. */
    @Override
    public String toString() {
        return "Target[" + name + " " + shape + " " + rules + "]";
    }
}
