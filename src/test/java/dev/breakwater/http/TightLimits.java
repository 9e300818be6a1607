package dev.breakwater.http;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** The usual limits, but for some that a test makes small enough to reach. */
final class TightLimits implements UnaryOperator<EdgeSettings.Limits> {
    private int connections = EdgeSettings.Limits.USUAL.connections();
    private Duration request = EdgeSettings.Limits.USUAL.request();
    private Duration idle = EdgeSettings.Limits.USUAL.idle();
    private long answers = EdgeSettings.Limits.USUAL.answers();
    private Duration body = EdgeSettings.Limits.USUAL.body();
    private long bodies = EdgeSettings.Limits.USUAL.bodies();

    TightLimits connections(int most) {
        connections = most;
        return this;
    }

    TightLimits request(Duration time) {
        request = time;
        return this;
    }

    TightLimits idle(Duration time) {
        idle = time;
        return this;
    }

    TightLimits bodies(long bytes, Duration time) {
        bodies = bytes;
        body = time;
        return this;
    }

    TightLimits answers(long bytes) {
        answers = bytes;
        return this;
    }

    @Override
    public EdgeSettings.Limits apply(EdgeSettings.Limits usual) {
        return new EdgeSettings.Limits(
                usual.url(),
                usual.headers(),
                connections,
                usual.streams(),
                request,
                idle,
                answers,
                body,
                bodies,
                usual.hotBytes(),
                usual.hotFiles());
    }
}
