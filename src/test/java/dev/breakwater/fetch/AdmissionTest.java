package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who fetches next when there is not room for all. */
class AdmissionTest {
    private final List<String> begun = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    private Admission.Departure departure(String name) {
        return over -> {
            begun.add(name);
            ends.add(over);
            return true;
        };
    }

    private void endFirst() {
        ends.removeFirst().run();
    }

    private void endAll() {
        while (!ends.isEmpty()) {
            endFirst();
        }
    }

    @Test
    void one_address_alone_takes_all_the_room() {
        Admission admission = new Admission(3);
        for (int i = 0; i < 5; i++) {
            admission.enter("a", departure("a" + i));
        }
        assertThat(begun).containsExactly("a0", "a1", "a2");
        assertThat(admission.waiting()).isEqualTo(2);
        endAll();
        assertThat(begun).containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void addresses_take_turns_however_much_each_of_them_wants() {
        Admission admission = new Admission(1);
        for (int i = 0; i < 4; i++) {
            admission.enter("a", departure("a" + i));
        }
        admission.enter("b", departure("b0"));
        admission.enter("b", departure("b1"));
        admission.enter("c", departure("c0"));
        endAll();
        assertThat(begun).containsExactly("a0", "a1", "b0", "c0", "a2", "b1", "a3");
    }

    @Test
    void what_the_server_fetches_for_itself_gives_way_and_leaves_half_the_room() {
        Admission admission = new Admission(4);
        for (int i = 0; i < 4; i++) {
            admission.enterBehind(departure("own" + i));
        }
        assertThat(begun).containsExactly("own0", "own1");
        for (int i = 0; i < 3; i++) {
            admission.enter("a", departure("a" + i));
        }
        assertThat(begun).containsExactly("own0", "own1", "a0", "a1");
        endFirst();
        assertThat(begun).endsWith("a2");
        endAll();
        assertThat(begun).endsWith("own2", "own3");
    }

    @Test
    void the_server_itself_fetches_something_even_if_there_is_room_for_one() {
        Admission admission = new Admission(1);
        admission.enterBehind(departure("own"));
        assertThat(begun).containsExactly("own");
    }

    @Test
    void what_the_server_wants_for_itself_is_left_out_when_too_much_waits() {
        Admission admission = new Admission(1);
        admission.enter("a", departure("a"));
        for (int i = 0; i < Admission.BEHIND; i++) {
            assertThat(admission.enterBehind(departure("own"))).isNotNull();
        }
        assertThat(admission.enterBehind(departure("too much"))).isNull();
    }

    @Test
    void who_leaves_the_line_is_passed_over() {
        Admission admission = new Admission(1);
        admission.enter("a", departure("a0"));
        Admission.Ticket left = admission.enter("a", departure("a1"));
        admission.enter("b", departure("b0"));
        left.withdraw();
        left.withdraw();
        assertThat(admission.waiting()).isEqualTo(1);
        endAll();
        assertThat(begun).containsExactly("a0", "b0");
    }

    @Test
    void what_has_begun_otherwise_takes_no_room() {
        Admission admission = new Admission(1);
        admission.enter("a", departure("a0"));
        admission.enter("a", over -> false);
        admission.enter("a", departure("a1"));
        endFirst();
        assertThat(begun).containsExactly("a0", "a1");
        endFirst();
        admission.enter("a", departure("a2"));
        assertThat(begun).endsWith("a2");
    }
}
