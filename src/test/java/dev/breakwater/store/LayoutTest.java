package dev.breakwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static final Path ENTRIES = Path.of("/data/entries");
    private final Layout layout = new Layout(ENTRIES);

    private String place(Key key) {
        return ENTRIES.relativize(Objects.requireNonNull(layout.file(key))).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "golang.org/x/mod/@v/v0.1.0.zip, go/golang.org/x/mod/@v/v0.1.0.zip=",
        "git.sr.ht/~user/!azure+x/@latest, go/git.sr.ht/~user/!azure+x/@latest=",
        "m/@v/feature%2Fx.info, go/m/@v/feature%2Fx.info=",
        "a=b/c=, go/a=3Db/c=3D=",
        "ü/a b:c, go/=C3=BC/a=20b=3Ac=",
    })
    void a_key_stands_as_it_is_with_a_mark_behind(String path, String place) {
        assertThat(place(new Key("go", path))).isEqualTo(place);
        assertThat(layout.key(ENTRIES.resolve(place))).isEqualTo(new Key("go", path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"go/a=3b=", "go/a=3d=", "go=", "go/x/=4g="})
    void a_place_that_no_key_has_is_no_keys(String place) {
        assertThat(layout.key(ENTRIES.resolve(place))).isNull();
        Path shortened = Objects.requireNonNull(layout.file(new Key("go", "x".repeat(201))));
        assertThat(layout.key(shortened)).isNull();
    }

    @Test
    void a_name_over_200_bytes_is_shortened_and_one_of_200_is_not() {
        assertThat(place(new Key("go", "x".repeat(200)))).isEqualTo("go/" + "x".repeat(200) + "=");
        assertThat(place(new Key("go", "x".repeat(201)))).matches("go/x{120}~[0-9a-f]{32}=");
        assertThat(place(new Key("go", "ü".repeat(34) + "/y"))).matches("go/(=C3=BC){20}~[0-9a-f]{32}/y=");
    }

    @Test
    void a_name_that_looks_shortened_is_shortened() {
        String shortened = place(new Key("go", "x".repeat(201))).substring(3, 3 + 153);
        assertThat(place(new Key("go", shortened)))
                .matches("go/x{120}~[0-9a-f]{32}=")
                .isNotEqualTo("go/" + shortened + "=");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_two_keys_have_one_place_and_every_name_comes_back(long seed) {
        Random random = new Random(seed);
        Map<Path, Key> files = new HashMap<>();
        Set<Path> folders = new HashSet<>();
        for (int i = 0; i < 4_000; i++) {
            Key key = new Key("go", path(random));
            Path file = Objects.requireNonNull(layout.file(key));
            Key other = files.put(file, key);
            assertThat(other == null || other.equals(key))
                    .as("seed %d: %s and %s", seed, key, other)
                    .isTrue();
            for (Path up = file.getParent(); up != null && !up.equals(ENTRIES); up = up.getParent()) {
                folders.add(up);
            }
            String name = String.valueOf(file.getFileName());
            assertThat(name.length()).isLessThanOrEqualTo(201);
            assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(name)).isTrue();
            assertThat(Layout.isEntry(name)).isTrue();
            if (!Layout.isShortened(name)) {
                assertThat(Layout.name(name)).as("seed %d", seed).contains(key.name());
            }
        }
        assertThat(files.keySet()).as("seed %d", seed).doesNotContainAnyElementsOf(folders);
    }

    /** Few different characters, most of them troublesome, so that places would meet. */
    private static String path(Random random) {
        String[] parts = {
            "a", "=", "3", "D", "~", ".", "%", "2F", "ü", "C3", "\uD83D\uDE80", " ", "f".repeat(32), "x".repeat(119)
        };
        StringBuilder path = new StringBuilder();
        int elements = 1 + random.nextInt(3);
        for (int i = 0; i < elements; i++) {
            StringBuilder element = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                element.append(parts[random.nextInt(parts.length)]);
            }
            boolean dots = element.toString().equals(".") || element.toString().equals("..");
            path.append(i == 0 ? "" : "/").append(dots ? "x" : element);
        }
        return path.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "a/", "/a", "a//b", ".", "..", "a/../b", "a/.", "a\nb", "a\u007fb", "\uD83D", "a\uDE80"
            })
    void a_path_that_is_none_is_no_key(String path) {
        assertThatThrownBy(() -> new Key("go", path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".", "a/b", "a\u0000"})
    void a_repository_is_one_name(String repository) {
        assertThatThrownBy(() -> new Key(repository, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "..a", "a..", "a/.b", "ü", "\uD83D\uDE80"})
    void dots_and_other_scripts_are_no_fault(String path) {
        assertThat(new Key("go", path).path()).isEqualTo(path);
    }
}
