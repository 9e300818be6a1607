package dev.breakwater.probe;

import java.time.InstantSource;

/** What a format asks in evaluations, as the user and the configuration want it. Immutable. */
@FunctionalInterface
public interface QuestionSet {
    /** A way to ask something else than a mirror, within the same limits. */
    @FunctionalInterface
    interface FurtherSources {
        /** The steps of a visit to {@code source}. */
        ProbeSteps to(Candidate source);
    }

    /**
     * The environment of an evaluation for a format.
     *
     * @param sample what the mirrors are asked for
     * @param clock the time of day
     * @param sources other sources
     */
    record SessionSetup(Sample sample, InstantSource clock, FurtherSources sources) {}

    /** Begins an evaluation. */
    ProbeSession begin(SessionSetup setup);
}
