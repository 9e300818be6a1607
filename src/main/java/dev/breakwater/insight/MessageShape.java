package dev.breakwater.insight;

import dev.breakwater.event.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The formats of messages, by receiver, and how to read its reply. */
public enum MessageShape {
    /**
     * Every field as JSON, signed by the Standard Webhooks specification: {@code webhook-id}, {@code webhook-timestamp} in
     * seconds, {@code webhook-signature: v1,} and the HMAC of {@code id.timestamp.body}.
     */
    GENERIC("", 0) {
        @Override
        WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now) {
            byte[] body = json(fields(alert, server, now));
            Map<String, String> headers = new LinkedHashMap<>(JSON);
            headers.put("webhook-id", id);
            headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
            if (target.secret() != null) {
                byte[] before = Signature.bytes(id + "." + now.getEpochSecond() + ".");
                headers.put("webhook-signature", "v1," + Signature.of(Signature.key(target.secret()), before, body));
            }
            return new WebhookMessage(target.url(), headers, body);
        }
    },
    /** Slack: the URL is the secret. Three characters are escaped, so text cannot mention a channel. */
    SLACK("", 0) {
        @Override
        WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now) {
            String text = text(alert, server)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;");
            return new WebhookMessage(target.url(), JSON, json(Map.of("text", text)));
        }
    },
    /** DingTalk: {@code timestamp} in milliseconds and {@code sign}, keyed with the secret, are added to the URL. */
    DINGTALK("errcode", 130101) {
        @Override
        WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now) {
            String url = target.url();
            if (target.secret() != null) {
                long millis = now.toEpochMilli();
                String sign = Signature.of(
                        Signature.bytes(target.secret()), Signature.bytes(millis + "\n" + target.secret()));
                url += (url.indexOf('?') < 0 ? "?" : "&") + "timestamp=" + millis + "&sign="
                        + URLEncoder.encode(sign, StandardCharsets.UTF_8);
            }
            String text = unmarked(text(alert, server));
            return new WebhookMessage(url, JSON, json(Map.of("msgtype", "text", "text", Map.of("content", text))));
        }
    },
    /** Feishu: {@code timestamp} in seconds and {@code sign}, the HMAC of an empty text keyed with both, are in the body. */
    FEISHU("code", 11232) {
        @Override
        WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (target.secret() != null) {
                String seconds = Long.toString(now.getEpochSecond());
                body.put("timestamp", seconds);
                body.put("sign", Signature.of(Signature.bytes(seconds + "\n" + target.secret())));
            }
            body.put("msg_type", "text");
            body.put("content", Map.of("text", unmarked(text(alert, server))));
            return new WebhookMessage(target.url(), JSON, json(body));
        }
    },
    /** WeCom: the URL is the secret; a text has at most 2048 bytes. */
    WECOM("errcode", 45009) {
        @Override
        WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now) {
            String text = cut(unmarked(text(alert, server)), 2048);
            return new WebhookMessage(
                    target.url(), JSON, json(Map.of("msgtype", "text", "text", Map.of("content", text))));
        }
    };

    /** The meaning of a reply to a message. */
    sealed interface ReplyMeaning {
        /** The message was delivered. */
        record Delivered() implements ReplyMeaning {}

        /** A retry may succeed. */
        record RetryLater(String why) implements ReplyMeaning {}

        /** A retry cannot succeed. */
        record Undeliverable(String why) implements ReplyMeaning {}
    }

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");
    private static final int BUSY = -1;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The field of a 200 with the chat's result code; empty if a 200 means success. */
    private final String code;

    /** Its value for too many requests. */
    private final int tooOften;

    MessageShape(String code, int tooOften) {
        this.code = code;
        this.tooOften = tooOften;
    }

    /** The message to post at {@code now}; {@code id} stays the same for all attempts. */
    abstract WebhookMessage parcel(WebhookTarget target, Event.Alert alert, String server, String id, Instant now);

    /** The meaning of {@code status} and the beginning of a reply's body. */
    ReplyMeaning reception(int status, String body) {
        if (status == 429 || status == 408 || status >= 500) {
            return new ReplyMeaning.RetryLater("answered " + status);
        }
        if (status < 200 || status >= 300) {
            return new ReplyMeaning.Undeliverable("answered " + status);
        }
        Integer said = code.isEmpty() ? Integer.valueOf(0) : code(body);
        if (said == null) {
            return new ReplyMeaning.Undeliverable("answered " + status + ", but not in the format of " + name());
        }
        if (said == 0) {
            return new ReplyMeaning.Delivered();
        }
        String why = "answered " + status + " with " + code + " " + said;
        return said == tooOften || said == BUSY
                ? new ReplyMeaning.RetryLater(why)
                : new ReplyMeaning.Undeliverable(why);
    }

    private @Nullable Integer code(String body) {
        try {
            JsonNode said = MAPPER.readTree(body).path(code);
            return said.isInt() ? said.intValue() : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static byte[] json(Map<String, ?> body) {
        return MAPPER.writeValueAsBytes(body);
    }

    private static Map<String, Object> fields(Event.Alert alert, String server, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", alert.id());
        fields.put("rule", alert.rule().written());
        fields.put("subject", alert.subject());
        fields.put("state", state(alert));
        fields.put("since", alert.since().toString());
        fields.put("message", alert.message());
        fields.put("advice", alert.advice());
        fields.put("server", server);
        fields.put("sent", now.toString());
        return fields;
    }

    private static String text(Event.Alert alert, String server) {
        return "Breakwater " + server + "\n" + state(alert) + ": "
                + alert.rule().written() + " " + alert.subject() + "\n" + alert.message() + "\nsince " + alert.since()
                + "\n" + alert.advice();
    }

    private static String state(Event.Alert alert) {
        return alert.firing() ? "firing" : "resolved";
    }

    /** The text without the characters by which untrusted text could mention people. */
    private static String unmarked(String text) {
        return text.replace('<', '‹').replace('>', '›').replace('@', '＠');
    }

    /** The beginning of {@code text} that has at most {@code most} bytes in UTF-8. */
    static String cut(String text, int most) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > most) {
                return text.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return text;
    }
}
