package dev.breakwater.repository;

import java.net.URI;
import java.util.List;

/** Knows public mirrors that are free for all to use: an ability of a format. */
@FunctionalInterface
public interface PublicMirrors {
    /** All of them; may start a program and take a while. */
    List<URI> all() throws InterruptedException;
}
