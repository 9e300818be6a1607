package dev.breakwater.repository;

/** Speaks one package format's protocol. */
public interface Format {
    /** What {@code request} comes to. Pure and fast: runs on the event loop, does no I/O, never throws. */
    Action action(Request request);
}
