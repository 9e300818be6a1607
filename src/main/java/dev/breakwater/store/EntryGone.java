package dev.breakwater.store;

import java.io.IOException;
import java.io.Serial;

/** Thrown if an entry was replaced or removed since it was found; look it up again to get the current one. */
public final class EntryGone extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    EntryGone(Key key) {
        super("the entry of " + key + " was replaced or removed since it was found: look it up again");
    }
}
