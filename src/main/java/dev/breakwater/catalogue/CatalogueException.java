package dev.breakwater.catalogue;

import java.io.IOException;

/** Thrown if the catalogue can't answer right now; the message says why. The store is not affected. */
public final class CatalogueException extends IOException {
    private static final long serialVersionUID = 1;

    CatalogueException(String what) {
        super(what);
    }

    CatalogueException(String what, Throwable why) {
        super(what, why);
    }
}
