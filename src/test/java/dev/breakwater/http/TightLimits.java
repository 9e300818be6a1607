package dev.breakwater.http;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** The usual limits, but for some that a test makes small enough to reach. */
final class TightLimits implements UnaryOperator<EdgeSettings.EdgeLimits> {
    private int connections = EdgeSettings.EdgeLimits.USUAL.connections();
    private Duration request = EdgeSettings.EdgeLimits.USUAL.request();
    private Duration idle = EdgeSettings.EdgeLimits.USUAL.idle();
    private long answers = EdgeSettings.EdgeLimits.USUAL.answers();
    private Duration body = EdgeSettings.EdgeLimits.USUAL.body();
    private long bodies = EdgeSettings.EdgeLimits.USUAL.bodies();

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
    public EdgeSettings.EdgeLimits apply(EdgeSettings.EdgeLimits usual) {
        return new EdgeSettings.EdgeLimits(
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
