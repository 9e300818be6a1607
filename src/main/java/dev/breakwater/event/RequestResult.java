package dev.breakwater.event;

/** How a request was answered. */
public enum RequestResult {
    /** From the store, current. */
    HIT("hit"),
    /** Fetched for this request. */
    MISS("miss"),
    /** From the store, after its source said that it is still current. */
    REVALIDATED("revalidated"),
    /** From the store, although its source did not answer in time. */
    STALE("stale"),
    /** Fetched for another request that was under way. */
    JOINED("joined"),
    /** The client asked for something to be done, and it is. */
    DONE("done"),
    /** It does not exist. */
    ABSENT("absent"),
    /** The client may not read or publish it. */
    REFUSED("refused"),
    /** It cannot exist: the request is malformed. */
    MALFORMED("malformed"),
    /** It is unavailable, or could not be stored. */
    TROUBLE("trouble"),
    /** This server itself failed. */
    ERROR("error"),
    /** The body was interrupted in the middle. */
    BROKEN("broken"),
    /** The client's upload was stored. */
    KEPT("kept"),
    /** The same content was stored before. */
    SAME("same"),
    /** Other content of that name was stored or served before. */
    CONFLICT("conflict"),
    /** The client's upload is not valid. */
    UNFIT("unfit"),
    /** There is no space for the client's upload. */
    FULL("full"),
    /** It belongs to no repository. */
    NONE("-");

    private final String written;

    RequestResult(String written) {
        this.written = written;
    }

    /** Its name in metrics, logs, headers and the API; it stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
