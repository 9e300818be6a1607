package dev.breakwater.config;

import dev.breakwater.event.AlertRule;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code alerts} block. */
final class AlertsReader {
    private final Reading reading;
    private final List<WebhookSettings> webhooks = new ArrayList<>();

    private AlertsReader(Reading reading) {
        this.reading = reading;
    }

    static List<WebhookSettings> read(Reading reading, Block alerts) {
        List<Node> items = alerts.items(Keys.WEBHOOKS);
        AlertsReader reader = new AlertsReader(reading);
        for (int i = 0; items != null && i < items.size(); i++) {
            reader.read(alerts, i, items.get(i));
        }
        return List.copyOf(reader.webhooks);
    }

    private void read(Block alerts, int index, Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.mistake(node.place(), "a webhook takes keys", "write - url: https://…");
            return;
        }
        List<String> at = new ArrayList<>(alerts.at(Keys.WEBHOOKS.name()));
        String prefix = Block.variable(at) + Block.upper(mapping.name(index)) + "_";
        at.add(Integer.toString(index));
        Block block = new Block(reading, at, prefix, mapping, Keys.IN_WEBHOOK);
        String name = block.find(Keys.WEBHOOK_NAME);
        if (block.given(Keys.WEBHOOK_URL) == null && block.place(Keys.WEBHOOK_URL) == null) {
            reading.mistake(node.place(), String.join(".", at) + " has no url", "write url: https://… below it");
        }
        URI url = block.find(Keys.WEBHOOK_URL);
        WebhookShape shape = block.get(Keys.SHAPE);
        String secret = block.find(Keys.WEBHOOK_SECRET);
        Set<AlertRule> events = events(block.list(Keys.WEBHOOK_EVENTS));
        checkSecret(block, shape, secret);
        if (url != null) {
            add(node, name == null ? UpstreamReader.name(url) : name, url, shape, secret, events);
        }
    }

    private static Set<AlertRule> events(@Nullable List<AlertRule> written) {
        return written == null || written.isEmpty() ? EnumSet.allOf(AlertRule.class) : EnumSet.copyOf(written);
    }

    /** Slack and WeCom know no signature: who relies on one there relies on nothing. */
    private void checkSecret(Block block, WebhookShape shape, @Nullable String secret) {
        SourcedText given = block.given(Keys.WEBHOOK_SECRET);
        if (secret == null || given == null) {
            return;
        }
        switch (shape) {
            case SLACK, WECOM ->
                reading.mistake(
                        given,
                        Types.written(shape) + " takes no secret",
                        "leave it out: its url is what is secret there");
            case GENERIC, DINGTALK, FEISHU -> {}
        }
    }

    private void add(
            Node node, String name, URI url, WebhookShape shape, @Nullable String secret, Set<AlertRule> events) {
        if (webhooks.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
            reading.mistake(node.place(), "a second webhook is called " + name, "give it a name: of its own");
            return;
        }
        webhooks.add(new WebhookSettings(
                name,
                new Secret(url.toString()),
                url.getHost(),
                shape,
                secret == null ? null : new Secret(secret),
                events));
    }
}
