package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    /** In their order of precedence; what stands in one line is equal. */
    private static final List<List<String>> ORDERED = List.of(
            List.of("v1.0.0-alpha"),
            List.of("v1.0.0-alpha.1"),
            List.of("v1.0.0-alpha.beta"),
            List.of("v1.0.0-beta"),
            List.of("v1.0.0-beta.2"),
            List.of("v1.0.0-beta.11"),
            List.of("v1.0.0-rc.1"),
            List.of("v1", "v1.0", "v1.0.0", "v1.0.0+x"),
            List.of("v1.2", "v1.2.0"),
            List.of("v1.2.3-456"),
            List.of("v1.2.3-456.789"),
            List.of("v1.2.3-456-789"),
            List.of("v1.2.3-456a"),
            List.of("v1.2.3-pre", "v1.2.3-pre+meta"),
            List.of("v1.2.3-pre.1"),
            List.of("v1.2.3-zzz"),
            List.of("v1.2.3", "v1.2.3+meta", "v1.2.3+meta-pre", "v1.2.3+meta-pre.sha.256a"),
            List.of("v1.10.0"),
            List.of("v2.0.0+incompatible"),
            List.of("v10.0.0"),
            List.of("v99999999999999999999.0.0"),
            List.of("v100000000000000000000.0.0"));

    @Test
    void versions_are_ordered_by_precedence_and_never_as_strings() {
        for (int i = 0; i < ORDERED.size(); i++) {
            for (int j = 0; j < ORDERED.size(); j++) {
                for (String a : ORDERED.get(i)) {
                    for (String b : ORDERED.get(j)) {
                        assertThat(Integer.signum(version(a).precedence(version(b))))
                                .as("%s against %s", a, b)
                                .isEqualTo(Integer.compare(i, j));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bad",
                "1.2.3",
                "v",
                "v1-alpha.beta.gamma",
                "v1-pre",
                "v1+meta",
                "v1-pre+meta",
                "v1.2-pre",
                "v1.2+meta",
                "v1.2-pre+meta",
                "v01.2.3",
                "v1.02.3",
                "v1.2.03",
                "v1.2.3-",
                "v1.2.3-01",
                "v1.2.3-a..b",
                "v1.2.3+",
                "v1.2.3+a..b",
                "v1.2.3-a_b",
                "v1.2.3.4",
                "v1.2.",
                "v1.",
                "v1.2.3 ",
                "V1.2.3",
                "v1.2.3-é",
                "v1.2.3-a\nb",
                "v１.2.3"
            })
    void what_is_no_semantic_version_is_refused(String text) {
        assertThat(Version.parse(text)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void absurdly_long_version_is_refused() {
        assertThat(Version.parse("v1.2.3-" + "a".repeat(100_000))).isInstanceOf(Parsed.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "v1, v1.0.0",
        "v1.2, v1.2.0",
        "v1.2.3+meta, v1.2.3",
        "v1.2.3-pre+meta, v1.2.3-pre",
        "v2.0.0+incompatible, v2.0.0+incompatible",
        "v1.2.3-456-789, v1.2.3-456-789",
        "v1.2.3-0a, v1.2.3-0a"
    })
    void canonical_form_is_found(String text, String canonical) {
        assertThat(version(text).canonical()).isEqualTo(version(canonical));
        assertThat(version(text).isCanonical()).isEqualTo(text.equals(canonical));
    }

    @Test
    void parts_are_those_of_semver() {
        Version version = version("v2.1.0-pre.1+meta");

        assertThat(version.major()).isEqualTo("v2");
        assertThat(version.majorMinor()).isEqualTo("v2.1");
        assertThat(version.prerelease()).isEqualTo("-pre.1");
        assertThat(version.build()).isEqualTo("+meta");
        assertThat(version("v1.0.0-RC1").escaped()).isEqualTo("v1.0.0-!r!c1");
        assertThat(Version.parseEscaped("v1.0.0-!r!c1").get()).isEqualTo(version("v1.0.0-RC1"));
    }

    @ParameterizedTest
    @CsvSource({
        "v0, '', v0.0.0-20060102150405-hash",
        "v1, '', v1.0.0-20060102150405-hash",
        "v2, '', v2.0.0-20060102150405-hash",
        "unused, v0.0.0, v0.0.1-0.20060102150405-hash",
        "unused, v1.2.3, v1.2.4-0.20060102150405-hash",
        "unused, v1.2.99999999999999999, v1.2.100000000000000000-0.20060102150405-hash",
        "unused, v1.2.3-pre, v1.2.3-pre.0.20060102150405-hash",
        "unused, v0.0.0--, v0.0.0--.0.20060102150405-hash",
        "unused, v1.0.0+metadata, v1.0.1-0.20060102150405-hash+metadata",
        "unused, v2.0.0+incompatible, v2.0.1-0.20060102150405-hash+incompatible",
        "unused, v2.3.0-pre+incompatible, v2.3.0-pre.0.20060102150405-hash+incompatible"
    })
    void pseudo_version_is_made_and_taken_apart(String major, String older, String text) {
        Optional<Version> base = older.isEmpty() ? Optional.empty() : Optional.of(version(older));
        Instant time = Instant.parse("2006-01-02T15:04:05Z");

        assertThat(PseudoVersion.of(major, base.orElse(null), time, "hash")).isEqualTo(version(text));
        PseudoVersion pseudo = version(text).pseudo().orElseThrow();
        assertThat(pseudo.time()).contains(time);
        assertThat(pseudo.revision()).isEqualTo("hash");
        assertThat(pseudo.base().get()).isEqualTo(base);
        base.ifPresent(b -> assertThat(b.pseudo()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v0.0.0-0.20060102150405-hash",
                "v0.1.0-0.20060102150405-hash",
                "v1.0.0-0.20060102150405-hash",
                "v0.0.0-20060102150405-hash+incompatible",
                "v0.0.0-20060102150405-hash+metadata"
            })
    void pseudo_version_based_on_what_cannot_exist_has_no_base(String text) {
        assertThat(version(text).pseudo().orElseThrow().base()).isInstanceOf(Parsed.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1.2.3",
                "v1.2.3-20060102150405-hash",
                "v1.0.0-2006010215040-hash",
                "v1.0.0-20060102150405",
                "v1.0.0-a-20060102150405-hash",
                "v1.0.0-a0.20060102150405-hash",
                "v1.0.0-x20060102150405-hash",
                "v1.0.1-20060102150405-hash",
                "v1.0.0-20060102150405-ha.sh"
            })
    void version_of_another_form_is_no_pseudo_version(String text) {
        assertThat(version(text).pseudo()).isEmpty();
    }

    @Test
    void impossible_time_in_a_pseudo_version_is_none() {
        assertThat(version("v0.0.0-20060231150405-hash").pseudo().orElseThrow().time())
                .isEmpty();
        assertThat(version("v0.0.0-99999999999999-hash").pseudo().orElseThrow().time())
                .isEmpty();
    }

    @Test
    void latest_prefers_releases_then_tagged_pre_releases_then_pseudo_versions() {
        List<Version> versions = versions(
                "v0.9.0",
                "v1.0.0",
                "v1.1.0-rc.1",
                "v1.1.0-rc.10",
                "v1.1.0-rc.9",
                "v1.1.1-0.20300102150405-abcdef123456",
                "v1.1.0-0.20300102150405-abcdef123456");
        Collections.shuffle(versions, new Random(1));

        assertThat(latest(versions)).contains(version("v1.0.0"));
        versions.removeIf(v -> v.prerelease().isEmpty());
        assertThat(latest(versions)).contains(version("v1.1.0-rc.10"));
        versions.removeIf(v -> v.pseudo().isEmpty());
        assertThat(latest(versions)).contains(version("v1.1.1-0.20300102150405-abcdef123456"));
        assertThat(latest(List.of())).isEmpty();
    }

    @Test
    void incompatible_versions_count_only_where_the_best_compatible_one_has_no_go_mod() {
        List<Version> versions = versions("v1.5.0", "v1.6.0-rc.1", "v2.0.0+incompatible", "v3.1.0+incompatible");

        assertThat(LatestVersion.of(versions, v -> false, v -> false)).contains(version("v3.1.0+incompatible"));
        assertThat(LatestVersion.of(versions, v -> false, v -> v.text().equals("v1.6.0-rc.1")))
                .contains(version("v1.5.0"));
        assertThat(LatestVersion.of(versions("v2.0.0+incompatible"), v -> false, v -> true))
                .contains(version("v2.0.0+incompatible"));
    }

    @Test
    void retracted_version_is_latest_only_where_all_are_retracted() {
        List<Version> versions = versions("v1.0.0", "v1.1.0", "v1.2.0-rc.1");

        assertThat(LatestVersion.of(versions, v -> v.text().equals("v1.1.0"), v -> true))
                .contains(version("v1.0.0"));
        assertThat(LatestVersion.of(versions, v -> true, v -> true)).contains(version("v1.1.0"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void generated_versions_keep_a_total_order(long seed) {
        Random random = new Random(seed);
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            versions.add(version(generated(random)));
        }
        for (Version a : versions) {
            assertThat(version(a.canonical().text()).precedence(a))
                    .as("seed %d: %s", seed, a)
                    .isZero();
            for (Version b : versions) {
                assertThat(Integer.signum(a.compareTo(b)))
                        .as("seed %d: %s, %s", seed, a, b)
                        .isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
                for (Version c : versions) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                        assertThat(a.compareTo(c))
                                .as("seed %d: %s, %s, %s", seed, a, b, c)
                                .isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    private static String generated(Random random) {
        StringBuilder text = new StringBuilder("v");
        int numbers = 1 + random.nextInt(3);
        for (int i = 0; i < numbers; i++) {
            text.append(i == 0 ? "" : ".").append(new BigInteger(random.nextInt(12), random));
        }
        for (int i = 0; numbers == 3 && i < random.nextInt(4); i++) {
            String[] identifiers = {"0", "1", "10", "a", "-", "rc1", "A", "0a"};
            text.append(i == 0 ? "-" : ".").append(identifiers[random.nextInt(identifiers.length)]);
        }
        return text.append(numbers == 3 && random.nextInt(4) == 0 ? "+incompatible" : "")
                .toString();
    }

    private static Optional<Version> latest(List<Version> versions) {
        return LatestVersion.of(versions, v -> false, v -> true);
    }

    private static List<Version> versions(String... texts) {
        List<Version> versions = new ArrayList<>();
        for (String text : texts) {
            versions.add(version(text));
        }
        return versions;
    }

    private static Version version(String text) {
        return Version.parse(text).get();
    }
}
