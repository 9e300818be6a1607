package dev.breakwater.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The reply to a request: its head, and its body as it arrives. Closing it gives the connection back, or up. */
public final class OutboundResponse implements AutoCloseable {
    private static final int BEGINNING = 256;

    /** Of a body of which no more than that was read, the rest may be small, and the connection worth keeping. */
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

    /** Where it came from in the end, after redirects. */
    public String url() {
        return response.request().url().toString();
    }

    /** The status. */
    public int status() {
        return response.code();
    }

    /**
     * The first header of that name, ignoring case. Where it is not ASCII it is as good as none: nothing that is asked of a
     * mirror needs more, and it could not be sent back, as an ETag must be.
     */
    public @Nullable String header(String name) {
        String value = response.header(name);
        return value != null && value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t') ? value : null;
    }

    /**
     * The header of that name that was sent with the request that this is the reply to, after redirects; null where there was
     * none. What a reply means can depend on it: there is no 304 without a condition, and no 206 without a range.
     */
    public @Nullable String sent(String name) {
        return response.request().header(name);
    }

    /** Whether the body is packed in a way that can't be read. What can be is unpacked by {@link #read}. */
    public boolean unreadable() {
        return coding == Coding.OTHER;
    }

    /** Whether {@link #read} unpacks the body. */
    public boolean packed() {
        return coding == Coding.GZIP || coding == Coding.DEFLATE;
    }

    /** How long the body is, as it is read; -1 where it was not said. */
    public long length() {
        return packed() ? -1 : response.body().contentLength();
    }

    /** How long the body may be silent from now on: a read may take so long, whatever comes that has nothing to read in it. */
    public void silence(Duration limit) {
        source.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How long the rest of the body may take, from now on. */
    public void within(Duration limit) {
        source.timeout().deadline(limit.toMillis(), TimeUnit.MILLISECONDS);
        limited = true;
    }

    /**
     * Reads what there is, at least one byte.
     *
     * @return how many bytes, -1 at the end
     * @throws WebException where the body breaks off or is silent for too long
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
     * @throws WebException if it is longer than {@code most} bytes, breaks off or is silent for too long
     */
    public byte[] bytes(int most) throws WebException {
        Buffer all = first(most + 1L);
        if (all.size() > most) {
            throw WebException.tooLong(response.request().url(), most);
        }
        return all.readByteArray();
    }

    /**
     * How the rest of the body begins, as text; whatever is behind the first {@code most} bytes is left alone.
     *
     * @throws WebException if it breaks off before that or is silent for too long
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
     * The library's time-out is one for each look into the socket, and a byte that is part of no content would begin it anew; so
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
     * Whether the body begins with what {@code pattern} matches, within its first 256 bytes; nothing is taken from it. Waits for
     * them.
     *
     * @throws WebException where they can't be had
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

    /** A body that is given up in the middle is cut off: else the library would read on for a while, to use the connection again. */
    @Override
    public void close() {
        Dialling dialling = response.request().tag(Dialling.class);
        if (taken > REST && !ended && dialling != null) {
            dialling.cut();
        }
        try {
            source.close();
        } catch (IOException e) {
            // The connection is given up either way.
            response.close();
        }
    }
}
