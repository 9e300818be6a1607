package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairShareTest {
    private final FairShare shares = new FairShare(120);

    private int takesAll(String client) {
        int taken = 0;
        while (shares.take(client, 1)) {
            taken++;
        }
        return taken;
    }

    @Test
    void one_client_gets_half_and_there_is_always_room_for_another() {
        assertThat(takesAll("a")).isEqualTo(60);
        assertThat(takesAll("b")).isEqualTo(30);
        assertThat(takesAll("c")).isEqualTo(15);
        assertThat(takesAll("a")).isZero();
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        assertThat(shares.take("a", 50)).isTrue();
        assertThat(shares.take("a", 20)).isFalse();
        shares.give("a", 50);
        assertThat(shares.take("b", 60)).isTrue();
        assertThat(shares.take("a", 61)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::, 20010db800010002",
        "::1, 0000000000000000",
        "fe80::1%eth7, fe80000000000000",
        "-, -",
        "a:b, a:b"
    })
    void an_address_of_ipv6_counts_by_its_first_half(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
