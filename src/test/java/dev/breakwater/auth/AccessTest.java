package dev.breakwater.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Access.Anonymous;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, as a table. */
class AccessTest {
    private static BiPredicate<String, String> globs(List<String> patterns) {
        return (_, name) -> patterns.stream().anyMatch(name::startsWith);
    }

    private static Principal with(Scope... scopes) {
        return new Principal(
                "somebody",
                "token 1",
                List.of(scopes).stream()
                        .map(scope -> scope.grant(AccessTest::globs))
                        .toList(),
                Instant.MAX);
    }

    /** {@code rights} is {@code right[@repository][:pattern]}, several separated by blanks. */
    private static Principal principal(String rights) {
        if (rights.equals("-")) {
            return Principal.ANONYMOUS;
        }
        return with(
                List.of(rights.split(" ", -1)).stream().map(AccessTest::scope).toArray(Scope[]::new));
    }

    private static Scope scope(String right) {
        String[] pattern = right.split(":", 2);
        String[] repository = pattern[0].split("@", 2);
        return new Scope(
                Set.of(Permission.valueOf(repository[0].toUpperCase(java.util.Locale.ROOT))),
                repository.length > 1 ? List.of(repository[1]) : List.of(),
                pattern.length > 1 ? List.of(pattern[1]) : List.of());
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3} is {4}")
    @CsvSource(delimiter = '|', textBlock = """
            EVERYTHING | -                   | READ    | corp/a | yes
            EVERYTHING | -                   | READ    | open   | yes
            EVERYTHING | -                   | PUBLISH | corp/a | no
            EVERYTHING | -                   | ADMIN   | open   | no
            PUBLIC     | -                   | READ    | open   | yes
            PUBLIC     | -                   | READ    | corp/a | no
            PUBLIC     | read                | READ    | corp/a | yes
            PUBLIC     | read:corp/a         | READ    | corp/a | yes
            PUBLIC     | read:corp/a         | READ    | corp/b | no
            PUBLIC     | read@go             | READ    | corp/a | yes
            PUBLIC     | read@other          | READ    | corp/a | no
            PUBLIC     | read@other          | READ    | open   | yes
            PUBLIC     | publish             | READ    | corp/a | no
            PUBLIC     | admin               | READ    | corp/a | no
            PUBLIC     | read                | PUBLISH | corp/a | no
            PUBLIC     | publish:corp/a      | PUBLISH | corp/a | yes
            PUBLIC     | publish:corp/a      | PUBLISH | corp/b | no
            PUBLIC     | publish@other       | PUBLISH | corp/a | no
            PUBLIC     | read publish:corp/a | READ    | corp/b | yes
            PUBLIC     | read publish:corp/a | PUBLISH | corp/b | no
            PUBLIC     | admin               | ADMIN   | open   | yes
            PUBLIC     | read publish        | ADMIN   | open   | no
            NOTHING    | -                   | READ    | open   | no
            NOTHING    | -                   | READ    | corp/a | no
            NOTHING    | read:corp/a         | READ    | open   | yes
            NOTHING    | read@other          | READ    | open   | no
            NOTHING    | read:corp/a         | READ    | corp/b | no
            NOTHING    | publish             | READ    | open   | no
            NOTHING    | admin               | READ    | open   | no
            """)
    void permission(Anonymous anonymous, String who, Permission what, String name, String told) {
        Access access = new Access(anonymous, List.of(), true, true, Authenticator.NOBODY);
        Subject subject = new Subject(name, name.startsWith("corp"));
        assertThat(access.may(principal(who), what, "go", subject)).isEqualTo(told.equals("yes"));
    }

    @Test
    void what_is_given_to_everybody_is_given_to_strangers_too() {
        Rule rule = new Rule(List.of(Rule.ANYBODY), java.util.Map.of(), scope("read:corp/a"));
        Authenticator authenticator =
                new Authenticator(null, List.of(), List.of(rule), AccessTest::globs, Instant::now);
        Access access = new Access(Anonymous.PUBLIC, authenticator.everybody(), true, true, authenticator);
        Subject given = new Subject("corp/a", true);
        assertThat(access.may(Principal.ANONYMOUS, Permission.READ, "go", given))
                .isTrue();
        assertThat(access.may(Principal.ANONYMOUS, Permission.READ, "go", new Subject("corp/b", true)))
                .isFalse();
    }

    @Test
    void metrics_are_for_everybody_or_for_who_may_admin() {
        Access open = new Access(Anonymous.NOTHING, List.of(), true, true, Authenticator.NOBODY);
        Access closed = new Access(Anonymous.EVERYTHING, List.of(), false, false, Authenticator.NOBODY);
        assertThat(open.maySeeMetrics(Principal.ANONYMOUS)).isTrue();
        assertThat(closed.maySeeMetrics(Principal.ANONYMOUS)).isFalse();
        assertThat(closed.maySeeMetrics(principal("read publish"))).isFalse();
        assertThat(closed.maySeeMetrics(principal("admin"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'*', anything, true",
        "'', '', true",
        "'', x, false",
        "repo:acme/*, repo:acme/app:ref:refs/heads/main, true",
        "repo:acme/*, repo:acme-evil/app, false",
        "repo:acme/*, xrepo:acme/app, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "*main, refs/heads/main, true",
        "*main, refs/heads/maintenance, false"
    })
    void stars_stand_for_any_characters(String pattern, String text, boolean matches) {
        assertThat(Wildcard.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void a_hostile_wildcard_takes_no_time() {
        assertThat(Wildcard.matches("*a".repeat(1000) + "b", "a".repeat(5000))).isFalse();
    }
}
