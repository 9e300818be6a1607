package dev.breakwater.event;

import java.util.Locale;

/** The rules of alerts, one for each promise that may be broken. */
public enum AlertRule {
    /** An upstream does not answer, or fails often enough that its circuit is open. */
    UPSTREAM_OUT,
    /** An upstream has lacked a version that another shows for over a day. */
    UPSTREAM_BEHIND,
    /** Every upstream of a repository is down: only stored files are served. */
    REPOSITORY_DARK,
    /** An upstream sent wrong content. */
    CONTENT_REJECTED,
    /** Content without a record was served from a single upstream, or refused because of evidence against it. */
    CONTENT_UNCONFIRMED,
    /** Upstreams keep disagreeing about files that no hash protects. */
    WITNESSES_DISAGREE,
    /** All upstreams answer not found for a module with stored versions. */
    MODULE_GONE,
    /** New upstreams are in use because the environment has changed. */
    UPSTREAMS_WIDENED,
    /** A checksum database has signed two histories. */
    DATABASE_FORKED,
    /** A source of a checksum database is more than a day behind. */
    DATABASE_STALE,
    /** Fetched files cannot be stored, or stored files cannot be read. */
    STORE_TROUBLE,
    /** Too many requests of a repository fail. */
    REQUESTS_FAILING,
    /** A changed configuration was rejected. */
    CONFIGURATION_REFUSED;

    /** Its name in the configuration, in messages and in metrics: {@code upstream-out}. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
