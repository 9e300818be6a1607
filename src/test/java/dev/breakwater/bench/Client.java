package dev.breakwater.bench;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client of a server: a connection that is opened anew after trouble, each answer judged. For one thread. */
final class Client implements AutoCloseable {
    private final ServerProcess server;
    private final Truth truth;
    private final Duration patience;
    private @Nullable RawHttp http;

    /** With {@code patience} for a whole answer, from first byte to last. */
    Client(ServerProcess server, Truth truth, Duration patience) {
        this.server = server;
        this.truth = truth;
        this.patience = patience;
    }

    /** What a request came to. */
    enum End {
        RIGHT,
        BEHIND,
        WRONG,
        /** A complete 404 or 410. */
        ABSENT,
        /** A complete answer of any other status. */
        REFUSED,
        /** No complete answer: reset, closed, not connected, or out of patience. */
        BROKEN
    }

    /** One answer; {@code started} is {@link System#nanoTime}. */
    record Told(String path, End end, int status, long started, Duration took) {
        boolean right() {
            return end == End.RIGHT;
        }
    }

    /** Asks for {@code path}, which is below the server's own prefix. */
    Told ask(String path) {
        long start = System.nanoTime();
        long until = start + patience.toNanos();
        Truth.Body body = new Truth.Body();
        try {
            if (http == null) {
                http = server.connect(patience);
            }
            RawHttp.Got got = http.ask("GET", server.path(path), bounded(body, until));
            if (got.end() != RawHttp.End.COMPLETE || got.header("connection").equalsIgnoreCase("close")) {
                close();
            }
            return new Told(path, end(path, got, body), got.status(), start, since(start));
        } catch (IOException e) {
            close();
            return new Told(path, End.BROKEN, 0, start, since(start));
        }
    }

    private End end(String path, RawHttp.Got got, Truth.Body body) {
        if (got.end() != RawHttp.End.COMPLETE) {
            return End.BROKEN;
        }
        if (got.status() == 404 || got.status() == 410) {
            return End.ABSENT;
        }
        if (got.status() != 200) {
            return End.REFUSED;
        }
        return switch (truth.judge(path, body)) {
            case RIGHT -> End.RIGHT;
            case BEHIND -> End.BEHIND;
            case WRONG -> End.WRONG;
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static OutputStream bounded(OutputStream body, long until) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (System.nanoTime() - until > 0) {
                    throw new IOException("out of patience");
                }
                body.write(bytes, from, length);
            }
        };
    }

    @Override
    public void close() {
        RawHttp open = http;
        http = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            System.err.println("closing a connection: " + e);
        }
    }
}
