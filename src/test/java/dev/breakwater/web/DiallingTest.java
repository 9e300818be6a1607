package dev.breakwater.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call is told whose time is over. */
class DiallingTest {
    private static final Duration CONNECT = Duration.ofMillis(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Socket socket = new Socket();
    private final Call call = new OkHttpClient()
            .newCall(new Request.Builder().url("http://127.0.0.1/").build());

    @AfterEach
    void stop() throws IOException {
        timer.close();
        socket.close();
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                DiallingTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, _, _) -> socket);
    }

    private Dialling dialling(Duration within) {
        Dialling dialling = new Dialling(CONNECT, within, timer, new Sockets());
        dialling.watch(call);
        return dialling;
    }

    private static WebException told(Dialling dialling) {
        return dialling.failed(new IOException("Canceled"), new Cancellation());
    }

    @Test
    void a_connection_that_comes_as_its_time_is_over_is_told_as_late() {
        try (Dialling dialling = dialling(Duration.ofMinutes(1))) {
            await().until(call::isCanceled);
            dialling.connectionAcquired(call, connection());
            WebException told = told(dialling);
            assertThat(told.fault()).isEqualTo(WebException.HttpFault.CONNECT);
            assertThat(told).hasMessageContaining("no connection within 15 ms");
        }
    }

    @Test
    void a_call_that_is_connected_is_ended_by_the_limit_for_its_head_alone() {
        try (Dialling dialling = dialling(Duration.ofMillis(200))) {
            dialling.connectionAcquired(call, connection());
            await().until(call::isCanceled);
            WebException told = told(dialling);
            assertThat(told.fault()).isEqualTo(WebException.HttpFault.SILENT);
            assertThat(told).hasMessageContaining("no answer within 205 ms");
        }
    }
}
