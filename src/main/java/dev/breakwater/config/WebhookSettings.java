package dev.breakwater.config;

import dev.breakwater.event.AlertRule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are sent.
 *
 * @param name unique among the webhooks; letters, digits and {@code . _ -}
 * @param url http or https; itself a secret, since for chats whoever knows it may write there
 * @param host the host of {@code url}, which is none
 * @param shape whose form the messages have
 * @param secret what they are signed with; missing: not at all
 * @param events the rules whose alerts are sent; never empty
 */
public record WebhookSettings(
        String name,
        Secret url,
        String host,
        WebhookShape shape,
        @Nullable Secret secret,
        Set<AlertRule> events) {}
