package dev.breakwater.fetch;

/**
 * What a fetch wants.
 *
 * @param atOnce how many may be asked at once though none is slow
 * @param doubted whether those in doubt are worth asking where none of the others is left
 * @param open whether others are wanted besides those that are asked already; else they are waited for, however long
 */
record Demand(int atOnce, boolean doubted, boolean open) {
    /** All at once, healthy or not, but for those that a probe could not reach. */
    static final Demand ALL = new Demand(Integer.MAX_VALUE, true, true);

    /** No others. */
    static final Demand NONE = new Demand(0, false, false);

    /** So many. */
    static Demand some(int atOnce, boolean doubted) {
        return new Demand(atOnce, doubted, true);
    }
}
