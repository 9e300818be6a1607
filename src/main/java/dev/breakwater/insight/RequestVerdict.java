package dev.breakwater.insight;

import dev.breakwater.event.Event;

/** The result of a request, for every counter of requests: see {@link RequestFigures}. */
enum RequestVerdict {
    /** It got what there is to be got: the thing, an honest absence, a refusal. */
    SUCCEEDED,
    /** It got nothing, or less than all, through no fault of the client. */
    FAILED,
    /** The client did not wait for it. */
    GONE;

    private static final int GONE_AWAY = 499;
    private static final int TIMED_OUT = 408;

    static RequestVerdict of(Event.Served served) {
        int status = served.status();
        if (status == GONE_AWAY) {
            return GONE;
        }
        boolean failed = status >= 500
                || status == TIMED_OUT
                || switch (served.result()) {
                    case TROUBLE, ERROR, BROKEN -> true;
                    default -> false;
                };
        return failed ? FAILED : SUCCEEDED;
    }
}
