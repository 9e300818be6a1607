package dev.breakwater.insight;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.Reading;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Settings;
import dev.breakwater.config.SourcedText;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import dev.breakwater.event.AlertRule;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration section {@code alerts}. */
public final class AlertSection implements Section<AlertSettings> {
    private static final SettingKey<String> ALERTS = SettingKey.block(
            "alerts", SettingKey.Shape.BLOCK, "Alerts that need an operator, see [alerts](alerts.md).");
    private static final SettingKey<String> WEBHOOKS =
            SettingKey.block("webhooks", SettingKey.Shape.BLOCKS, "Where alerts are sent.");
    private static final SettingKey<String> NAME =
            SettingKey.value("name", Types.NAME, "Name in logs and metrics. Default: its host.", "team-chat");
    private static final SettingKey<URI> URL = SettingKey.value(
                    "url",
                    new Type<>("URL", Urls::exact),
                    "URL that messages are posted to. A secret: anyone who knows a chat's URL can post there."
                            + " Required.",
                    "https://hooks.example.com/services/T0/B0/x")
            .hidden();
    private static final SettingKey<MessageShape> SHAPE = SettingKey.value(
                    "shape", Types.oneOf(MessageShape.class), "Format of the messages.", "slack")
            .fallback("generic");
    private static final SettingKey<String> SECRET = SettingKey.value(
                    "secret",
                    Types.TEXT,
                    "Secret that signs messages, for `generic`, `dingtalk` and `feishu`. Default: unsigned.",
                    "${file:/run/secrets/mirror}")
            .hidden();
    private static final SettingKey<AlertRule> EVENTS = SettingKey.values(
            "events",
            Types.oneOf(AlertRule.class),
            "Alerts to send there. Default: all.",
            "[repository-dark, requests-failing]");

    private static final Group IN_WEBHOOK = new Group("alerts.webhooks[]", List.of(NAME, URL, SHAPE, SECRET, EVENTS));

    @Override
    public Class<AlertSettings> type() {
        return AlertSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(ALERTS)), new Group("alerts", List.of(WEBHOOKS)), IN_WEBHOOK);
    }

    @Override
    public AlertSettings read(Block top, Settings above) {
        Block alerts = top.below("alerts");
        List<Node> items = alerts.items(WEBHOOKS);
        Reader reader = new Reader(top.reading());
        for (int i = 0; items != null && i < items.size(); i++) {
            reader.read(alerts, i, items.get(i));
        }
        return new AlertSettings(reader.webhooks);
    }

    /** The reader of one file's webhooks. */
    private static final class Reader {
        private final Reading reading;
        private final List<WebhookTarget> webhooks = new ArrayList<>();

        Reader(Reading reading) {
            this.reading = reading;
        }

        private void read(Block alerts, int index, Node node) {
            if (!(node instanceof Node.Mapping mapping)) {
                reading.mistake(node.place(), "a webhook takes keys", "write - url: https://…");
                return;
            }
            Block block = alerts.element(WEBHOOKS, index, mapping, IN_WEBHOOK);
            String name = block.find(NAME);
            if (block.given(URL) == null && block.place(URL) == null) {
                reading.mistake(node.place(), block.name() + " has no url", "write url: https://… below it");
            }
            URI url = block.find(URL);
            MessageShape shape = block.get(SHAPE);
            String secret = block.find(SECRET);
            Set<AlertRule> events = events(block.list(EVENTS));
            checkSecret(block, shape, secret);
            if (url != null) {
                add(node, name == null ? Urls.name(url) : name, url, shape, secret, events);
            }
        }

        private static Set<AlertRule> events(@Nullable List<AlertRule> written) {
            return written == null || written.isEmpty() ? EnumSet.allOf(AlertRule.class) : EnumSet.copyOf(written);
        }

        /** Slack and WeCom do not verify signatures: a secret there would have no effect. */
        private void checkSecret(Block block, MessageShape shape, @Nullable String secret) {
            SourcedText given = block.given(SECRET);
            if (secret == null || given == null) {
                return;
            }
            switch (shape) {
                case SLACK, WECOM ->
                    reading.mistake(
                            given,
                            Types.written(shape) + " takes no secret",
                            "remove it: the url itself is the secret");
                case GENERIC, DINGTALK, FEISHU -> {}
            }
        }

        private void add(
                Node node, String name, URI url, MessageShape shape, @Nullable String secret, Set<AlertRule> events) {
            if (webhooks.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
                reading.mistake(node.place(), "two webhooks are named " + name, "give each a unique name");
                return;
            }
            webhooks.add(new WebhookTarget(name, url.toString(), shape, secret, events));
        }
    }
}
