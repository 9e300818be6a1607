package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, the loader says what it means or what is wrong; it never breaks. */
class GarbageTest {
    private static final int ROUNDS = 400;
    private static final List<String> PIECES = List.of(
            "listen",
            "repositories",
            "upstreams",
            "url",
            "key",
            "headers",
            "tls",
            ":",
            ": ",
            "-",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a",
            "*a",
            "!!int",
            "!",
            "|",
            ">",
            "'",
            "\"",
            "\\x",
            "\\U",
            "#",
            "%YAML 9.9",
            "---",
            "...",
            "?",
            "<<",
            "${",
            "}",
            "${PATH}",
            "${file:/etc/hostname}",
            "\t",
            "\u0000",
            "\ufeff",
            "é",
            "\ud83d\ude00",
            "go",
            "direct",
            "https://a.example.com",
            "60s",
            "999999999999999999999",
            "sum.golang.org",
            "true",
            "~",
            "a+00000000+AQ==",
            "[*",
            "\u2028");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void mutations_of_a_good_file_never_break_the_loader(long seed) throws IOException {
        byte[] good;
        try (InputStream in = GarbageTest.class.getResourceAsStream("/config/design.yaml")) {
            good = Objects.requireNonNull(in).readAllBytes();
        }
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                bytes = mutated(bytes, random);
            }
            load(bytes, seed, round);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void words_in_any_order_never_break_the_loader(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n >= 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            load(text.toString().getBytes(StandardCharsets.UTF_8), seed, round);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8})
    void noise_never_breaks_the_loader(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length && seed % 2 == 0; i++) {
                bytes[i] &= 0x7f;
            }
            load(bytes, seed, round);
        }
    }

    private void load(byte[] bytes, long seed, int round) throws IOException {
        Path file = Files.write(folder.resolve("garbage.yaml"), bytes);
        try {
            Loaded loaded = new Loader(Configurations.schema(Configurations.NO_GO), Map.of("PATH", "/bin"), List.of())
                    .load(Flags.file(file));
            assertThat(loaded.settings().repositories()).isNotEmpty();
        } catch (ConfigException e) {
            assertThat(e.mistakes()).isNotEmpty().allSatisfy(mistake -> {
                assertThat(mistake.toString()).doesNotContain("\n").hasSizeLessThan(1500);
                assertThat(mistake.instead()).isNotBlank();
            });
        } catch (Exception | Error e) {
            fail("seed " + seed + ", round " + round + ": " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + random.nextInt(30));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
        byte[] middle = switch (random.nextInt(4)) {
            case 0 -> piece;
            case 1 -> new byte[0];
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            default ->
                new String(bytes, at, end - at, StandardCharsets.ISO_8859_1)
                        .repeat(2)
                        .getBytes(StandardCharsets.ISO_8859_1);
        };
        byte[] result = new byte[at + middle.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(middle, 0, result, at, middle.length);
        System.arraycopy(bytes, end, result, at + middle.length, bytes.length - end);
        return result;
    }
}
