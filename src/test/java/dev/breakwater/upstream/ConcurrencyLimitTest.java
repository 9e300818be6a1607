package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.web.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** So many at once, and no more. */
class ConcurrencyLimitTest {
    @Test
    void who_comes_too_many_waits_for_one_to_leave() {
        ConcurrencyLimit gate = new ConcurrencyLimit(2);
        AtomicInteger in = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Thread.ofVirtual().start(() -> {
                gate.enter(new Cancellation());
                in.incrementAndGet();
            });
        }
        await().untilAsserted(() -> assertThat(in.get()).isEqualTo(2));
        gate.leave();
        await().untilAsserted(() -> assertThat(in.get()).isEqualTo(3));
    }

    @Test
    void who_is_no_longer_wanted_stops_waiting_and_takes_no_permit() {
        ConcurrencyLimit gate = new ConcurrencyLimit(1);
        Cancellation cancellation = new Cancellation();
        assertThat(gate.enter(cancellation)).isTrue();
        AtomicInteger refused = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            if (!gate.enter(cancellation)) {
                refused.incrementAndGet();
            }
        });
        cancellation.cancel();
        await().untilAsserted(() -> assertThat(refused.get()).isEqualTo(1));
        gate.leave();
        assertThat(gate.enter(new Cancellation())).isTrue();
    }
}
