package dev.breakwater.fetch;

import dev.breakwater.store.Key;

/**
 * The key of a flight. Requests for the same resource, from the same origins and with the same check, share a flight; a
 * request for the same store key that needs another answer gets its own.
 *
 * @param key the store key of the content
 * @param variant what distinguishes requests for that key, compared by {@code equals}: a check, or the owner of the content
 */
record FlightKey(Key key, Object variant) {
    @Override
    public String toString() {
        return key.toString();
    }
}
