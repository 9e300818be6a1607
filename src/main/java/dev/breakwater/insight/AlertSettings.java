package dev.breakwater.insight;

import java.util.List;

/**
 * Who is told when something needs an operator.
 *
 * @param webhooks where alerts are sent
 */
public record AlertSettings(List<WebhookTarget> webhooks) {
    /** Copies the webhooks. */
    public AlertSettings {
        webhooks = List.copyOf(webhooks);
    }
}
