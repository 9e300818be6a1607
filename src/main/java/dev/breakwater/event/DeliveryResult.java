package dev.breakwater.event;

/** The result of sending a message to a webhook. */
public enum DeliveryResult {
    /** It was taken. */
    DELIVERED("delivered"),
    /** It was not taken, and is sent again. */
    RETRIED("retried"),
    /** It was refused, or not taken however often it was sent. */
    FAILED("failed"),
    /** Too many messages wait already. */
    DROPPED("dropped");

    private final String written;

    DeliveryResult(String written) {
        this.written = written;
    }

    /** As it is written in metrics, logs, headers and the API; stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
