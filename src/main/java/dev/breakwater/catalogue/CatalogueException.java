package dev.breakwater.catalogue;

import java.io.IOException;

/** The catalogue cannot say now; the message says why. What is held is not touched by that. */
public final class CatalogueException extends IOException {
    private static final long serialVersionUID = 1;

    CatalogueException(String what) {
        super(what);
    }

    CatalogueException(String what, Throwable why) {
        super(what, why);
    }
}
