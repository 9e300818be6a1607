package dev.breakwater.event;

/** The result of sending a message to a webhook. */
public enum DeliveryResult {
    /** The webhook accepted it. */
    DELIVERED("delivered"),
    /** The attempt failed, and is retried. */
    RETRIED("retried"),
    /** The webhook refused it, or all attempts failed. */
    FAILED("failed"),
    /** The queue is full. */
    DROPPED("dropped");

    private final String written;

    DeliveryResult(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
