package dev.breakwater.event;

import java.util.Locale;

/** The rules of alerts, one for each promise that can be in danger. */
public enum AlertRule {
    /** An upstream does not answer, or badly enough not to be asked. */
    UPSTREAM_OUT,
    /** An upstream has not shown for over a day what another shows. */
    UPSTREAM_BEHIND,
    /** Every upstream of a repository is out: only what is held is served. */
    REPOSITORY_DARK,
    /** An upstream sent content that is wrong. */
    CONTENT_REJECTED,
    /** What no record confirms was served on one word, or refused since something speaks against it. */
    CONTENT_UNCONFIRMED,
    /** Upstreams keep telling different things of what no hash protects. */
    WITNESSES_DISAGREE,
    /** Every upstream denies a module of which versions are held. */
    MODULE_GONE,
    /** Upstreams are asked that were not asked before, since the environment has changed. */
    UPSTREAMS_WIDENED,
    /** A checksum database has signed two histories. */
    DATABASE_FORKED,
    /** A source of a checksum database is more than a day behind. */
    DATABASE_STALE,
    /** What is fetched cannot be kept, or what is kept cannot be read. */
    STORE_TROUBLE,
    /** Too many requests of a repository fail. */
    REQUESTS_FAILING,
    /** A changed configuration was not taken. */
    CONFIGURATION_REFUSED;

    /** As it is written in the configuration, in messages and in metrics: {@code upstream-out}. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
