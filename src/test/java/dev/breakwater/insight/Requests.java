package dev.breakwater.insight;

import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import java.time.Duration;

/** A request as the edge tells of it; what a test does not say of it is as usual. */
record Requests(
        String remote,
        String who,
        String path,
        String repository,
        String kind,
        RequestResult result,
        int status,
        long bytes,
        Duration took,
        RescuedBy spared,
        boolean confidential) {
    /** A hit of 100 bytes that took a millisecond. */
    static final Requests HIT = new Requests(
            "10.0.0.1",
            "-",
            "/go/m.test/a/@v/v1.0.0.zip",
            "go",
            "zip",
            RequestResult.HIT,
            200,
            100,
            Duration.ofMillis(1),
            RescuedBy.NOTHING,
            false);

    Requests result(RequestResult other, int code) {
        return new Requests(remote, who, path, repository, kind, other, code, bytes, took, spared, confidential);
    }

    Requests took(Duration other) {
        return new Requests(remote, who, path, repository, kind, result, status, bytes, other, spared, confidential);
    }

    Requests in(String other) {
        return new Requests(remote, who, path, other, kind, result, status, bytes, took, spared, confidential);
    }

    Requests by(String address, String name) {
        return new Requests(address, name, path, repository, kind, result, status, bytes, took, spared, confidential);
    }

    Requests spared(RescuedBy what) {
        return new Requests(remote, who, path, repository, kind, result, status, bytes, took, what, confidential);
    }

    Requests path(String other, boolean hidden) {
        return new Requests(remote, who, other, repository, kind, result, status, bytes, took, spared, hidden);
    }

    Event.Served served() {
        return new Event.Served(
                remote, "GET", path, repository, kind, result, "a", status, bytes, took, who, spared, confidential);
    }
}
