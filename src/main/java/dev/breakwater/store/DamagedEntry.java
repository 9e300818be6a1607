package dev.breakwater.store;

import java.io.IOException;
import java.io.Serial;

/** Thrown if an entry's file is not what was committed; the message says what differs. */
final class DamagedEntry extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    DamagedEntry(String what) {
        super(what);
    }
}
