package dev.breakwater.admin;

/** What there is to be shown. Safe for many threads. */
public interface Sources {
    /** How the server is. */
    ServerState server();

    /** The upstreams and what is thought of them. */
    Upstreams upstreams();
}
