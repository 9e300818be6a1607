package dev.breakwater.insight;

import java.util.List;

/**
 * The settings of alerts.
 *
 * @param webhooks where alerts are sent
 */
public record AlertSettings(List<WebhookTarget> webhooks) {
    public AlertSettings {
        webhooks = List.copyOf(webhooks);
    }
}
