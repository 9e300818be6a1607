package dev.breakwater.fetch;

/**
 * A judge's demand for attempts.
 *
 * @param atOnce how many origins to ask at once even if none is slow
 * @param doubted whether to ask suspect origins if no other is left
 * @param open whether to ask further origins; if not, the current attempts are awaited, however long they take
 */
record Demand(int atOnce, boolean doubted, boolean open) {
    /** All at once, healthy or not, except those that a probe could not reach. */
    static final Demand ALL = new Demand(Integer.MAX_VALUE, true, true);

    /** No others. */
    static final Demand NONE = new Demand(0, false, false);

    /** So many at once. */
    static Demand some(int atOnce, boolean doubted) {
        return new Demand(atOnce, doubted, true);
    }
}
