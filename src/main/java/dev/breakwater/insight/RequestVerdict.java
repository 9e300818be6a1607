package dev.breakwater.insight;

import dev.breakwater.event.Event;

/** The result of a request, for every counter of requests: see {@link RequestFigures}. */
enum RequestVerdict {
    /** The right answer: the content, an honest absence, a refusal. */
    SUCCEEDED,
    /** No answer, or an incomplete one, without a fault of the client. */
    FAILED,
    /** The client disconnected before the end. */
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
