package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Configurations;
import dev.breakwater.event.AlertRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsConfigurationTest {
    @TempDir
    private Path folder = Path.of("");

    private Configurations configurations = new Configurations(folder);

    @BeforeEach
    void start() {
        configurations = new Configurations(folder);
    }

    @Test
    void a_webhook_of_an_url_alone_is_generic_unsigned_and_hears_everything() throws Exception {
        List<WebhookTarget> webhooks = configurations
                .settings("alerts: {webhooks: [{url: 'https://h.example.com/x?token=a%2Fb/'}]}")
                .get(AlertSettings.class)
                .webhooks();
        assertThat(webhooks).singleElement().satisfies(webhook -> {
            assertThat(webhook.name()).isEqualTo("h.example.com");
            assertThat(webhook.url()).isEqualTo("https://h.example.com/x?token=a%2Fb/");
            assertThat(webhook.shape()).isEqualTo(MessageShape.GENERIC);
            assertThat(webhook.secret()).isNull();
            assertThat(webhook.rules()).containsExactlyInAnyOrder(AlertRule.values());
        });
        assertThat(webhooks.toString()).doesNotContain("token");
    }

    @Test
    void every_mistake_is_told_with_its_place_and_without_the_secret() throws Exception {
        List<String> mistakes = configurations.mistakes("""
                alerts:
                  webhooks:
                    - https://h.example.com
                    - {shape: slack}
                    - {url: 'ftp://sesame', shape: telegram, events: [upstream-gone]}
                    - {url: 'https://h.example.com/sesame', shape: slack, secret: sesame}
                    - {url: 'https://user:sesame@h.example.com'}
                    - {url: 'https://one.example.com', name: a}
                    - {url: 'https://two.example.com', name: a}
                    - {url: 'https://x.example.com', sekret: x}
                """);
        assertThat(mistakes)
                .containsExactly(
                        "breakwater.yaml:3:7: a webhook takes keys; write - url: https://…",
                        "breakwater.yaml:4:7: alerts.webhooks.1 has no url; write url: https://… below it",
                        "breakwater.yaml:5:13: alerts.webhooks.2.url \"********\" is not an http or https URL; write http:// or"
                                + " https:// and a host, as in https://mirror.example.com/go",
                        "breakwater.yaml:5:36: alerts.webhooks.2.shape \"telegram\" is not valid; expected one of:"
                                + " dingtalk, feishu, generic, slack, wecom",
                        "breakwater.yaml:5:55: alerts.webhooks.2.events \"upstream-gone\" is not valid; did you mean"
                                + " upstream-out?",
                        "breakwater.yaml:6:67: slack takes no secret; remove it: the url itself is the secret",
                        "breakwater.yaml:7:13: alerts.webhooks.4.url \"********\" contains a user, a password or a part after #;"
                                + " leave it out",
                        "breakwater.yaml:9:7: two webhooks are named a; give each a unique name",
                        "breakwater.yaml:10:38: alerts.webhooks.7 has no key \"sekret\"; did you mean secret?");
    }
}
