package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who is turned away when many requests wait. */
class WaitingRequestsTest {
    private static int enter(WaitingRequests waiting, String line, int count) {
        int entered = 0;
        for (int i = 0; i < count; i++) {
            entered += waiting.enter(line) ? 1 : 0;
        }
        return entered;
    }

    @Test
    void one_address_has_all_the_room_while_no_other_wants_some() {
        WaitingRequests waiting = new WaitingRequests(100);
        assertThat(enter(waiting, "a", 150)).isEqualTo(100);
        assertThat(waiting.size()).isEqualTo(100);
    }

    @Test
    void an_address_below_its_share_is_let_in_though_another_has_all_the_room() {
        WaitingRequests waiting = new WaitingRequests(100);
        enter(waiting, "a", 150);
        assertThat(enter(waiting, "b", 80)).isEqualTo(50);
        assertThat(enter(waiting, "a", 1)).isZero();
    }

    @Test
    void there_are_never_more_than_twice_as_many_however_many_addresses_come() {
        WaitingRequests waiting = new WaitingRequests(100);
        enter(waiting, "a", 100);
        for (int i = 0; i < 500; i++) {
            enter(waiting, "b" + i, 1);
        }
        assertThat(waiting.size()).isEqualTo(200);
    }

    @Test
    void who_leaves_makes_room() {
        WaitingRequests waiting = new WaitingRequests(2);
        enter(waiting, "a", 2);
        waiting.leave("a");
        assertThat(enter(waiting, "a", 2)).isEqualTo(1);
        waiting.leave("a");
        waiting.leave("a");
        assertThat(waiting.size()).isZero();
    }
}
