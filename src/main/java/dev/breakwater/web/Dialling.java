package dev.breakwater.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * The watch of one call until the head of its reply arrives. It distinguishes a peer that accepts no connection from one that
 * accepts it and does not answer. A read time-out alone would do neither, and would let a head arrive byte by byte for ever.
 */
final class Dialling extends EventListener implements AutoCloseable {
    /** The time for DNS, TCP and TLS together, as a multiple of the time for one TCP connection. */
    private static final int STEPS = 3;

    private final Duration connect;
    private final Duration head;
    private final ScheduledExecutorService timer;
    private final List<ScheduledFuture<?>> alarms = new ArrayList<>(2);
    private final Sockets sockets;
    private volatile @Nullable Call watched;
    private volatile @Nullable Socket socket;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DIALLING);

    /** The limit that has ended the call; null if none has. */
    private volatile @Nullable Duration exceeded;

    /** Whether there is a connection. The alarm and the connection may come at the same time: the first of them decides. */
    private enum Phase {
        DIALLING,
        CONNECTED,
        GIVEN_UP
    }

    /** For a call that has {@code connect} for each step towards a connection, and {@code within} for the head. */
    Dialling(Duration connect, Duration within, ScheduledExecutorService timer, Sockets sockets) {
        this.connect = connect;
        this.head = connect.plus(within);
        this.timer = timer;
        this.sockets = sockets;
    }

    /** Ends the exchange and its connection. */
    void cut() {
        Call call = watched;
        if (call != null) {
            call.cancel();
        }
    }

    /** Ends {@code call} if it takes too long, until this is closed. */
    void watch(Call call) {
        watched = call;
        Duration dial = connect.multipliedBy(STEPS);
        alarms.add(timer.schedule(
                () -> {
                    phase.compareAndSet(Phase.DIALLING, Phase.GIVEN_UP);
                    end(call, head);
                },
                head.toMillis(),
                TimeUnit.MILLISECONDS));
        alarms.add(timer.schedule(
                () -> {
                    if (phase.compareAndSet(Phase.DIALLING, Phase.GIVEN_UP)) {
                        end(call, dial);
                    }
                },
                dial.toMillis(),
                TimeUnit.MILLISECONDS));
    }

    private void end(Call call, Duration limit) {
        if (exceeded == null) {
            exceeded = limit;
        }
        call.cancel();
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        phase.compareAndSet(Phase.DIALLING, Phase.CONNECTED);
        socket = connection.socket();
        used();
    }

    /** Reports that the received bytes of the reply were useful. */
    void used() {
        Socket there = socket;
        if (there != null) {
            sockets.used(there);
        }
    }

    /** The meaning of {@code e}, with which the call has ended. */
    WebException failed(IOException e, Cancellation cancellation) {
        WebException known = WebException.of(e, cancellation);
        Duration limit = exceeded;
        if (phase.get() != Phase.CONNECTED && (limit != null || known.fault() == WebException.HttpFault.SILENT)) {
            long waited = (limit == null ? connect : limit).toMillis();
            return new WebException(
                    WebException.HttpFault.CONNECT, "no connection within " + waited + " ms", timeout(e));
        }
        return limit == null
                ? known
                : new WebException(
                        WebException.HttpFault.SILENT, "no answer within " + limit.toMillis() + " ms", timeout(e));
    }

    /** A call ended by our own alarm looks like a cancelled one. */
    private static IOException timeout(IOException e) {
        return e instanceof InterruptedIOException ? e : new InterruptedIOException(e.getMessage());
    }

    @Override
    public void close() {
        alarms.forEach(alarm -> alarm.cancel(false));
    }
}
