package dev.breakwater.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.AlertRule;
import dev.breakwater.event.Event;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Execution(ExecutionMode.CONCURRENT)
class WebhooksTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.123Z");
    private static final Set<AlertRule> ALL = EnumSet.allOf(AlertRule.class);
    private static final Webhooks.RetryPace QUICK =
            new Webhooks.RetryPace(Duration.ofMillis(10), 4, 1_000, Duration.ofMinutes(1));

    private final Receiver receiver;
    private final Queue<Event> told = new ConcurrentLinkedQueue<>();
    private final OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
    private Webhooks webhooks = new Webhooks(told::add, () -> NOW, QUICK);

    WebhooksTest() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void end() {
        webhooks.close();
        receiver.close();
    }

    private static Event.Alert alert(String subject) {
        return new Event.Alert(
                AlertRule.UPSTREAM_OUT,
                subject,
                true,
                NOW,
                "is not asked: 5 × <refused> & @all",
                "Wait, or take it out.");
    }

    private void sendTo(MessageShape shape, @Nullable String secret) {
        webhooks.change(
                List.of(new WebhookTarget("hook", receiver.url("/in/sesame"), shape, secret, ALL)), web, "deps");
    }

    private Receiver.Got received() {
        await().until(() -> !receiver.got().isEmpty());
        return receiver.got().getFirst();
    }

    private static JsonNode json(Receiver.Got got) {
        assertThat(got.headers().get("content-type")).startsWith("application/json");
        return new JsonMapper().readTree(got.body());
    }

    private static String hmac(byte[] key, String content) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> results() {
        return told.stream()
                .filter(Event.Delivery.class::isInstance)
                .map(event -> ((Event.Delivery) event).result().written())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"open, b3Blbg==", "whsec_b3Blbg==, b3Blbg=="})
    void a_generic_message_has_every_field_and_is_signed_as_standard_webhooks_are(String secret, String key)
            throws Exception {
        sendTo(MessageShape.GENERIC, secret);
        webhooks.publish(alert("a"));
        Receiver.Got got = received();
        JsonNode said = json(got);
        assertThat(said.path("id").stringValue()).isEqualTo("upstream-out/a");
        assertThat(said.path("rule").stringValue()).isEqualTo("upstream-out");
        assertThat(said.path("subject").stringValue()).isEqualTo("a");
        assertThat(said.path("state").stringValue()).isEqualTo("firing");
        assertThat(said.path("since").stringValue()).isEqualTo(NOW.toString());
        assertThat(said.path("message").stringValue()).isEqualTo(alert("a").message());
        assertThat(said.path("advice").stringValue()).isEqualTo("Wait, or take it out.");
        assertThat(said.path("server").stringValue()).isEqualTo("deps");
        String id = got.headers().get("webhook-id");
        String time = got.headers().get("webhook-timestamp");
        assertThat(time).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(got.headers().get("webhook-signature"))
                .isEqualTo("v1," + hmac(Base64.getDecoder().decode(key), id + "." + time + "." + got.body()));
    }

    @Test
    void a_message_for_slack_is_escaped() {
        sendTo(MessageShape.SLACK, null);
        webhooks.publish(alert("a"));
        assertThat(json(received()).path("text").stringValue())
                .contains("firing: upstream-out a", "5 × &lt;refused&gt; &amp; @all");
    }

    @Test
    void a_message_for_dingtalk_is_signed_in_its_url() throws Exception {
        receiver.usually(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        webhooks.change(
                List.of(new WebhookTarget(
                        "hook", receiver.url("/send?access_token=sesame"), MessageShape.DINGTALK, "SECopen", ALL)),
                web,
                "deps");
        webhooks.publish(alert("a"));
        Receiver.Got got = received();
        String sign = hmac("SECopen".getBytes(StandardCharsets.UTF_8), NOW.toEpochMilli() + "\nSECopen");
        assertThat(URLDecoder.decode(got.query().replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo("access_token=sesame&timestamp=" + NOW.toEpochMilli() + "&sign=" + sign);
        assertThat(json(got).path("msgtype").stringValue()).isEqualTo("text");
        assertThat(json(got).path("text").path("content").stringValue()).contains("upstream-out a");
    }

    @Test
    void a_message_for_feishu_is_signed_in_its_body_and_calls_for_nobody() throws Exception {
        receiver.usually(200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}");
        sendTo(MessageShape.FEISHU, "open");
        webhooks.publish(alert("a"));
        JsonNode said = json(received());
        String seconds = Long.toString(NOW.getEpochSecond());
        assertThat(said.path("timestamp").stringValue()).isEqualTo(seconds);
        assertThat(said.path("sign").stringValue())
                .isEqualTo(hmac((seconds + "\nopen").getBytes(StandardCharsets.UTF_8), ""));
        assertThat(said.path("msg_type").stringValue()).isEqualTo("text");
        assertThat(said.path("content").path("text").stringValue())
                .contains("upstream-out a")
                .doesNotContain("<", ">", "@");
    }

    @Test
    void a_message_for_wecom_is_cut_to_what_it_takes() {
        receiver.usually(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        sendTo(MessageShape.WECOM, null);
        webhooks.publish(new Event.Alert(AlertRule.UPSTREAM_OUT, "a", true, NOW, "镜像".repeat(500), "等"));
        String content = json(received()).path("text").path("content").stringValue();
        assertThat(content.getBytes(StandardCharsets.UTF_8).length).isBetween(2040, 2048);
    }

    @Test
    void what_fails_is_tried_again_with_the_same_id_and_then_delivered() {
        receiver.next(500, "").next(429, "").next(200, "ok");
        sendTo(MessageShape.GENERIC, null);
        webhooks.publish(alert("a"));
        await().until(() -> results().contains("delivered"));
        assertThat(results()).containsExactly("retried", "retried", "delivered");
        assertThat(receiver.got()).hasSize(3);
        assertThat(receiver.got().stream()
                        .map(got -> got.headers().get("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void what_is_not_taken_in_the_end_is_given_up_and_the_next_message_gets_its_turn() {
        receiver.next(500, "").next(500, "").next(500, "").next(500, "").next(200, "");
        sendTo(MessageShape.GENERIC, null);
        webhooks.publish(alert("a"));
        webhooks.publish(alert("b"));
        await().until(() -> results().contains("delivered"));
        assertThat(results()).containsExactly("retried", "retried", "retried", "failed", "delivered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GENERIC|404||answered 404",
                "SLACK|403|invalid_token|answered 403",
                "GENERIC|302||answered 302",
                "DINGTALK|200|{\"errcode\":310000,\"errmsg\":\"sign not match, sesame\"}|errcode 310000",
                "FEISHU|200|{\"code\":19021,\"msg\":\"sign match fail\"}|code 19021",
                "WECOM|200|{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}|errcode 93000",
                "WECOM|200|<html>|not in the form"
            })
    void a_refusal_is_not_tried_again(MessageShape shape, int status, @Nullable String body, String said) {
        receiver.usually(status, body == null ? "" : body);
        sendTo(shape, null);
        webhooks.publish(alert("a"));
        await().until(() -> results().contains("failed"));
        assertThat(receiver.got()).hasSize(1);
        assertThat(told.toString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DINGTALK|{\"errcode\":130101,\"errmsg\":\"send too fast\"}|{\"errcode\":0}",
                "FEISHU|{\"code\":11232,\"msg\":\"too many request\"}|{\"code\":0}",
                "WECOM|{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}|{\"errcode\":0}"
            })
    void a_chat_that_wants_to_be_asked_less_often_is_asked_later(MessageShape shape, String busy, String well) {
        receiver.next(200, busy).usually(200, well);
        sendTo(shape, null);
        webhooks.publish(alert("a"));
        await().until(() -> results().contains("delivered"));
        assertThat(results()).containsExactly("retried", "delivered");
    }

    @Test
    void a_webhook_that_hangs_holds_up_nobody_and_its_queue_is_bounded() throws Exception {
        receiver.hang();
        sendTo(MessageShape.GENERIC, null);
        try (Receiver other = new Receiver()) {
            webhooks.change(
                    List.of(
                            new WebhookTarget("hook", receiver.url("/in/sesame"), MessageShape.GENERIC, null, ALL),
                            new WebhookTarget(
                                    "other", other.url("/"), MessageShape.SLACK, null, Set.of(AlertRule.UPSTREAM_OUT))),
                    web,
                    "deps");
            webhooks.publish(alert("first"));
            await().until(() -> receiver.got().size() == 1 && other.got().size() == 1);
            long began = System.nanoTime();
            for (int i = 0; i < 150; i++) {
                webhooks.publish(
                        new Event.Alert(AlertRule.STORE_TROUBLE, "s" + i, true, NOW, "not for the other", "nothing"));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertThat(results().stream().filter("dropped"::equals)).hasSize(50);
            assertThat(other.got()).hasSize(1);
        }
    }

    @Test
    void no_more_is_sent_than_the_webhook_bears() {
        webhooks.close();
        webhooks = new Webhooks(
                told::add,
                InstantSource.system(),
                new Webhooks.RetryPace(Duration.ofMillis(10), 3, 3, Duration.ofMillis(1_500)));
        sendTo(MessageShape.GENERIC, null);
        long began = System.nanoTime();
        for (int i = 0; i < 7; i++) {
            webhooks.publish(alert("a" + i));
        }
        await().until(() -> receiver.got().size() == 7);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(2_900));
    }

    @ParameterizedTest
    @EnumSource(MessageShape.class)
    void no_secret_is_in_the_log_whatever_happens(MessageShape shape) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        EventLog lines = new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), false, () -> NOW);
        receiver.next(500, "sesame").usually(401, "sesame open");
        WebhookTarget target = new WebhookTarget("hook", receiver.url("/in/sesame?token=sesame"), shape, "open", ALL);
        webhooks.change(
                List.of(target, new WebhookTarget("nowhere", "http://127.0.0.1:1/sesame", shape, "open", ALL)),
                web,
                "deps");
        webhooks.publish(alert("a"));
        await().until(() -> results().stream().filter("failed"::equals).count() == 2);
        told.forEach(lines::publish);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("webhook hook", "webhook nowhere", "answered 401")
                .doesNotContain("sesame", "open");
        assertThat(target.toString()).doesNotContain("sesame", "open");
    }

    @Test
    void a_webhook_that_is_no_longer_configured_gets_what_was_waiting_and_no_more() {
        receiver.next(500, "").next(500, "");
        sendTo(MessageShape.GENERIC, null);
        webhooks.publish(alert("before"));
        webhooks.change(List.of(), web, "deps");
        webhooks.publish(alert("after"));
        await().until(() -> results().contains("delivered"));
        assertThat(receiver.got())
                .hasSize(3)
                .allSatisfy(got -> assertThat(got.body()).contains("before"));
    }
}
