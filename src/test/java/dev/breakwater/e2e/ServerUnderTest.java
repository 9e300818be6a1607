package dev.breakwater.e2e;

/** A running server that stands between a go command and its mirrors. */
public interface ServerUnderTest {
    /** What to set GOPROXY to. */
    String goProxyUrl();

    /** Stops it and waits until it has. */
    void stop();
}
