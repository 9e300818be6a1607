package dev.breakwater.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The reply to a request: its head, and its body as it arrives. Closing it returns the connection to the pool, or closes it. */
public final class OutboundResponse implements AutoCloseable {
    private static final int BEGINNING = 256;

    /** If no more than this was read of a body, the rest may be small, and the connection worth keeping. */
    private static final int REST = 16 * 1024;

    private final Response response;
    private final Coding coding;
    private final BufferedSource source;
    private final Cancellation cancellation;
    private long taken;
    private boolean ended;
    private boolean limited;

    OutboundResponse(Response response, Cancellation cancellation) {
        this.response = response;
        this.coding = Coding.of(response.headers());
        this.source = coding.over(response.body().source());
        this.cancellation = cancellation;
    }

    /** The final URL, after redirects. */
    public String url() {
        return response.request().url().toString();
    }

    /** The status. */
    public int status() {
        return response.code();
    }

    /**
     * The last header of that name, ignoring case. A value that is not ASCII counts as missing: no header that we need from a
     * mirror has more, and it could not be sent back, as an ETag must be.
     */
    public @Nullable String header(String name) {
        String value = response.header(name);
        return value != null && isAscii(value) ? value : null;
    }

    /** All headers of that name, ignoring case, in their order; those that are not ASCII are left out. */
    public List<String> headers(String name) {
        return response.headers(name).stream().filter(OutboundResponse::isAscii).toList();
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
    }

    /**
     * The header of that name in this reply's request, after redirects; null if there was none. The meaning of a reply can
     * depend on it: there is no 304 without a condition, and no 206 without a range.
     */
    public @Nullable String sent(String name) {
        return response.request().header(name);
    }

    /** Whether the body has a coding that can't be read. {@link #read} decodes the others. */
    public boolean unreadable() {
        return coding == Coding.OTHER;
    }

    /** Whether {@link #read} decodes the body. */
    public boolean packed() {
        return coding == Coding.GZIP || coding == Coding.DEFLATE;
    }

    /** The length of the body as read, or of the body that a HEAD is about; -1 if it is unknown. */
    public long length() {
        if (packed()) {
            return -1;
        }
        // RFC 9110 §9.3.2: the header is the one that a GET would have
        return response.request().method().equals("HEAD")
                ? announced()
                : response.body().contentLength();
    }

    private long announced() {
        String said = header("Content-Length");
        return said != null && said.matches("[0-9]{1,18}") ? Long.parseLong(said) : -1;
    }

    /**
     * Sets how long the body may be silent from now on: a read may take at most that long, even if bytes without content
     * arrive.
     */
    public void silence(Duration limit) {
        source.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sets how long the rest of the body may take from now on. */
    public void within(Duration limit) {
        source.timeout().deadline(limit.toMillis(), TimeUnit.MILLISECONDS);
        limited = true;
    }

    /**
     * Reads the available bytes, at least one.
     *
     * @return how many bytes, -1 at the end
     * @throws WebException if the body is truncated or silent for too long
     */
    public int read(ByteBuffer into) throws WebException {
        int n = timed(() -> source.read(into));
        taken += Math.max(0, n);
        ended = n < 0;
        return n;
    }

    /**
     * The rest of the body.
     *
     * @throws WebException if it is longer than {@code most} bytes, is truncated or silent for too long
     */
    public byte[] bytes(int most) throws WebException {
        Buffer all = first(most + 1L);
        if (all.size() > most) {
            throw WebException.tooLong(response.request().url(), most);
        }
        return all.readByteArray();
    }

    /**
     * The beginning of the rest of the body, as text; reads at most {@code most} bytes.
     *
     * @throws WebException if it is truncated before that or silent for too long
     */
    public String beginning(int most) throws WebException {
        return first(most).readUtf8();
    }

    private Buffer first(long most) throws WebException {
        Buffer all = new Buffer();
        while (!ended && all.size() < most) {
            long n = timed(() -> source.read(all, most - all.size()));
            taken += Math.max(0, n);
            ended = n < 0;
        }
        return all;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /**
     * The library's time-out applies to each read of the socket, and a byte that is not content would restart it; so
     * {@code step} has a deadline as well.
     */
    private <T> T timed(Step<T> step) throws WebException {
        Timeout timeout = source.timeout();
        try {
            long silence = timeout.timeoutNanos();
            if (silence > 0 && !limited) {
                timeout.deadline(silence, TimeUnit.NANOSECONDS);
            }
            T done = step.take();
            used();
            return done;
        } catch (IOException e) {
            throw WebException.of(e, cancellation);
        } finally {
            if (!limited) {
                timeout.clearDeadline();
            }
        }
    }

    /**
     * Whether the body's first 256 bytes begin with a match of {@code pattern}; consumes nothing. Waits for them.
     *
     * @throws WebException if they can't be read
     */
    public boolean begins(Pattern pattern) throws WebException {
        timed(() -> source.request(BEGINNING));
        Buffer there = source.getBuffer();
        String text = there.snapshot((int) Math.min(BEGINNING, there.size())).utf8();
        return pattern.matcher(text).lookingAt();
    }

    private void used() {
        Dialling dialling = response.request().tag(Dialling.class);
        if (dialling != null) {
            dialling.used();
        }
    }

    /** Whether a read would return at once. */
    public boolean ready() {
        return source.getBuffer().size() > 0;
    }

    /** Cancels a body that was not read to its end: otherwise the library would read on for a while, to reuse the connection. */
    @Override
    public void close() {
        Dialling dialling = response.request().tag(Dialling.class);
        if (taken > REST && !ended && dialling != null) {
            dialling.cut();
        }
        try {
            source.close();
        } catch (IOException e) {
            // The connection is closed either way.
            response.close();
        }
    }
}
