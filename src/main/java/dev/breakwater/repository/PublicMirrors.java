package dev.breakwater.repository;

import java.net.URI;
import java.util.List;

/** The public mirrors that are free to use: an ability of a format. */
@FunctionalInterface
public interface PublicMirrors {
    /** All of them; may start a program and take a while. */
    List<URI> all() throws InterruptedException;
}
