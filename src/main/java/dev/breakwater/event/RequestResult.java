package dev.breakwater.event;

/** How a request was answered. */
public enum RequestResult {
    /** From the store, current. */
    HIT("hit"),
    /** Fetched for this request. */
    MISS("miss"),
    /** From the store, after its source said that it is still current. */
    REVALIDATED("revalidated"),
    /** From the store, though its source could not be asked in time. */
    STALE("stale"),
    /** Fetched for another request that was under way. */
    JOINED("joined"),
    /** What the client asked for is done; nothing of a name's was stored or sent. */
    DONE("done"),
    /** There is no such thing. */
    ABSENT("absent"),
    /** The client may not have it, or may not publish it. */
    REFUSED("refused"),
    /** No such thing can exist. */
    MALFORMED("malformed"),
    /** It could not be told, or could not be kept. */
    TROUBLE("trouble"),
    /** This server itself failed. */
    ERROR("error"),
    /** The body was broken off in the middle. */
    BROKEN("broken"),
    /** What the client sent is kept. */
    KEPT("kept"),
    /** The very same has been kept before. */
    SAME("same"),
    /** Something else of that name has been kept or served before. */
    CONFLICT("conflict"),
    /** What the client sent is not what it would have to be. */
    UNFIT("unfit"),
    /** There is no room for what the client sent. */
    FULL("full"),
    /** It belongs to no repository. */
    NONE("-");

    private final String written;

    RequestResult(String written) {
        this.written = written;
    }

    /** As it is written in metrics, logs, headers and the API; stays the same when the constant is renamed. */
    public String written() {
        return written;
    }
}
