package dev.breakwater.insight;

import java.util.Map;

/** A message to post. The URL may hold secrets. */
record WebhookMessage(String url, Map<String, String> headers, byte[] body) {
    @Override
    public String toString() {
        return "Message of " + body.length + " bytes";
    }
}
