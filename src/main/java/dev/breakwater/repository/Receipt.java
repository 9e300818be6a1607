package dev.breakwater.repository;

import dev.breakwater.event.RequestResult;

/** What became of something that was sent here; each says so for people. */
public sealed interface Receipt {
    /** For people. */
    String said();

    /** What others see of it: headers, metrics, logs and the API. */
    default RequestResult shown() {
        return switch (this) {
            case Stored _ -> RequestResult.KEPT;
            case Same _ -> RequestResult.SAME;
            case Conflict _ -> RequestResult.CONFLICT;
            case Unfit _ -> RequestResult.UNFIT;
            case Forbidden _ -> RequestResult.REFUSED;
            case NoSpace _ -> RequestResult.FULL;
            case StoreTrouble _ -> RequestResult.TROUBLE;
        };
    }

    /** It is kept, durably. */
    record Stored(String said) implements Receipt {}

    /** The very same has been kept before. */
    record Same(String said) implements Receipt {}

    /** Something else of that name has been kept or served before, and stays what it was. */
    record Conflict(String said) implements Receipt {}

    /** It is not what it would have to be. */
    record Unfit(String said) implements Receipt {}

    /** Nothing of that name can be published here. */
    record Forbidden(String said) implements Receipt {}

    /** There is no room for it; nothing of it was kept. */
    record NoSpace(String said) implements Receipt {}

    /** It could not be kept; nothing of it was. */
    record StoreTrouble(String said) implements Receipt {}
}
