package dev.breakwater.probe;

import dev.breakwater.web.OutboundHttp;
import java.time.InstantSource;
import java.util.List;

/**
 * The plan of an evaluation: mirrors, sample, questions and limits.
 *
 * @param candidates the mirrors
 * @param sample what they are asked for
 * @param bounds the limits of time and traffic
 * @param prober the format of the mirrors
 * @param questions what to ask them
 * @param seed decides between equally good choices
 */
public record ProbePlan(
        List<Candidate> candidates, Sample sample, Bounds bounds, Prober prober, QuestionSet questions, long seed) {
    /**
     * The environment of an evaluation.
     *
     * @param web the outbound client, which allows any address
     * @param clock the time of day
     * @param steady the clock that measures durations
     */
    public record Tools(OutboundHttp web, InstantSource clock, InstantSource steady) {}

    /** A receiver of progress; called by many threads. */
    @FunctionalInterface
    public interface ProbeListener {
        /** {@code requests} are done, and {@code bytes} arrived, of all mirrors together. */
        void asked(int requests, long bytes);
    }
}
