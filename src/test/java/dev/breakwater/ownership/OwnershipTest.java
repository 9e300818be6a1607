package dev.breakwater.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ownership.Ownership.NameOwner;
import dev.breakwater.ownership.Ownership.OwnedNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private final Ownership<String> ownership = new Ownership<>(List.of(
            new OwnedNames<>("@acme/secret", "hosted"),
            new OwnedNames<>("@acme/*", "registry"),
            new OwnedNames<>("@acme/*/", "later")));

    @Test
    void the_first_pattern_that_matches_names_the_owner() {
        assertThat(ownership.of("@acme/secret")).isEqualTo(new NameOwner.OwnName<>("@acme/secret", "hosted"));
        assertThat(ownership.of("@acme/lib")).isEqualTo(new NameOwner.OwnName<>("@acme/*", "registry"));
        assertThat(ownership.of("lodash")).isEqualTo(new NameOwner.PublicName<>());
    }

    @Test
    void another_spelling_and_the_beginning_of_an_own_name_do_not_leave() {
        assertThat(ownership.of("@Acme/LIB")).isEqualTo(new NameOwner.OwnName<>("@acme/*", "registry"));
        assertThat(ownership.of("@acme")).isEqualTo(new NameOwner.AboveOwnNames<>());
        assertThat(ownership.isPrivate("@ACME")).isTrue();
        assertThat(ownership.isPrivate("@acmeX/lib")).isFalse();
    }
}
