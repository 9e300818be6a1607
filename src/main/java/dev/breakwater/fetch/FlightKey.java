package dev.breakwater.fetch;

import dev.breakwater.store.Key;

/**
 * What a flight is known by. Requests for the same thing, of the same origins and by the same check, share one; a wish
 * for the same key that another answer would not fulfil is a flight of its own.
 *
 * @param key where what arrives is kept
 * @param variant what tells wishes for that key apart, compared by {@code equals}: a check, or whose content it is
 */
record FlightKey(Key key, Object variant) {
    @Override
    public String toString() {
        return key.toString();
    }
}
