package dev.breakwater.format.go;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptModulesTest {
    private static final Predicate<Key> KEPT = KeptModules.of(List.of("golang.org/x/*", "github.com/Azure"));

    @ParameterizedTest
    @CsvSource({
        "golang.org/x/mod/@v/v0.1.0.zip, true",
        "golang.org/x/mod/sub/@v/list, true",
        "golang.org/x/mod/@latest, true",
        "golang.org/y/mod/@v/v0.1.0.zip, false",
        "golang.org/x/@v/list, false",
        "github.com/!azure/go/@v/v1.0.0.mod, true",
        "sumdb/sum.golang.org/lookup/golang.org/x/mod@v0.1.0, true",
        "sumdb/sum.golang.org/lookup/example.com/mod@v0.1.0, false",
        "sumdb/sum.golang.org/tile/8/0/001, false",
    })
    void whatever_is_held_of_a_module_is_the_modules(String path, boolean kept) {
        assertThat(KEPT.test(new Key("go", path))).isEqualTo(kept);
    }

    @Test
    void without_globs_nothing_is_kept() {
        assertThat(KeptModules.of(List.of()).test(new Key("go", "a/@v/list"))).isFalse();
    }
}
