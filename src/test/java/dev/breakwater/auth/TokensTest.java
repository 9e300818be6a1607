package dev.breakwater.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.event.Events;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of our own: how they are kept, recognised and guarded against guessing. */
class TokensTest {
    private static final Scope READ = new Scope(Set.of(Permission.READ), List.of(), List.of("a/*"));

    @TempDir
    private Path folder;

    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private TokenFile file;
    private Tokens tokens;
    private Authenticator authenticator;

    @BeforeEach
    void open() throws Exception {
        file = new TokenFile(folder);
        tokens = new Tokens(file, Events.NONE);
        authenticator = new Authenticator(tokens, List.of(), List.of(), _ -> (_, _) -> true, () -> now);
    }

    private String made(String name) throws Exception {
        String text = madeBeside(name);
        tokens.look();
        return text;
    }

    /** As the command does it, while the server looks at the file now and then. */
    private String madeBeside(String name) throws Exception {
        Token.Issued issued = Token.issue(name, now, now.plus(Duration.ofDays(1)), READ);
        file.change(before -> {
            List<Token> all = new ArrayList<>(before);
            all.add(issued.token());
            return all;
        });
        return issued.text();
    }

    private Recognition ask(String header) throws InterruptedException {
        Recognition found = authenticator.recognise(header, "192.0.2.1");
        return found instanceof Recognition.NeedsVerification ? authenticator.verify(header, "192.0.2.1") : found;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static void known(Recognition found, String name) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        Recognition.Identified.class,
                        known -> assertThat(known.principal().name()).isEqualTo(name));
    }

    private Token token(String text) {
        return authenticator.own().current(identified("Bearer " + text)).orElseThrow();
    }

    private Principal identified(String header) {
        try {
            assertThat(ask(header)).isInstanceOf(Recognition.Identified.class);
            return ((Recognition.Identified) ask(header)).principal();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean may(String text, Permission what, String repository, String name) {
        Access access = new Access(Access.Anonymous.NOTHING, List.of(), false, false, authenticator);
        return access.may(identified("Bearer " + text), what, repository, new Subject(name, true));
    }

    @Test
    void a_token_made_from_another_may_what_both_allow() throws Exception {
        Rule rule =
                new Rule(List.of("alice*"), Map.of(), new Scope(Set.of(Permission.PUBLISH), List.of("npm"), List.of()));
        authenticator = new Authenticator(
                tokens, List.of(), List.of(rule), globs -> (_, name) -> globs.contains(name), () -> now);
        String alice = made("alice");
        Scope wide = new Scope(Set.of(Permission.READ, Permission.ADMIN), List.of(), List.of());
        Scope npm = new Scope(Set.of(Permission.values()), List.of("npm"), List.of("a/*", "b"));
        String reader = authenticator
                .own()
                .issue(token(alice), "r", wide, null)
                .orElseThrow()
                .text();
        String writer = authenticator
                .own()
                .issue(token(alice), "w", npm, null)
                .orElseThrow()
                .text();

        assertThat(may(alice, Permission.READ, "go", "a/*")).isTrue();
        assertThat(may(reader, Permission.READ, "go", "a/*")).isTrue();
        assertThat(may(writer, Permission.READ, "npm", "a/*")).isTrue();
        assertThat(may(writer, Permission.READ, "go", "a/*")).isFalse();
        assertThat(may(writer, Permission.READ, "npm", "b")).as("not alice's").isFalse();
        assertThat(may(alice, Permission.PUBLISH, "npm", "b")).as("by a rule").isTrue();
        assertThat(may(writer, Permission.PUBLISH, "npm", "b")).isTrue();
        assertThat(may(writer, Permission.PUBLISH, "npm", "c")).isFalse();
        assertThat(may(reader, Permission.PUBLISH, "npm", "b")).isFalse();
        assertThat(may(reader, Permission.ADMIN, "-", "")).isFalse();
        assertThat(identified("Bearer " + writer).name()).isEqualTo("alice");
    }

    @Test
    void a_token_made_from_another_ends_with_it_and_makes_none() throws Exception {
        String alice = made("alice");
        String bob = made("bob");
        OwnTokens own = authenticator.own();
        String late = own.issue(token(alice), "late", READ, Duration.ofDays(300))
                .orElseThrow()
                .text();
        String soon = own.issue(token(alice), "soon", READ, Duration.ofHours(1))
                .orElseThrow()
                .text();
        assertThat(token(late).expires()).isEqualTo(token(alice).expires());
        assertThat(own.issue(token(soon), "child", READ, null)).isEmpty();
        assertThat(new TokenFile(folder).read()).as("as it is kept").contains(token(soon), token(late));

        assertThat(own.of(identified("Bearer " + alice))).hasSize(3);
        assertThat(own.of(identified("Bearer " + soon))).containsExactly(token(soon));
        assertThat(own.revoke(identified("Bearer " + bob), token(soon).id())).isFalse();
        assertThat(own.revoke(identified("Bearer " + late), token(soon).id())).isFalse();
        assertThat(own.revoke(identified("Bearer " + soon), token(alice).id())).isFalse();
        assertThat(own.revoke(identified("Bearer " + alice), late)).isTrue();
        refused(ask("Bearer " + late), "revoked");

        now = now.plus(Duration.ofHours(2));
        refused(ask("Bearer " + soon), "expired");
        String last = own.issue(token(alice), "last", READ, null).orElseThrow().text();
        assertThat(file.read()).as("what has expired is removed").hasSize(3);
        String id = token(alice).id();
        file.change(
                before -> before.stream().filter(each -> !each.id().equals(id)).toList());
        tokens.look();
        refused(ask("Bearer " + last), "the token that it was made from is revoked");
    }

    @Test
    void the_number_of_tokens_made_from_one_is_bounded() throws Exception {
        String alice = made("alice");
        for (int i = 0; i < OwnTokens.MOST; i++) {
            assertThat(authenticator.own().issue(token(alice), "n", READ, null)).isPresent();
        }
        assertThat(authenticator.own().issue(token(alice), "n", READ, null)).isEmpty();
        assertThat(authenticator.own().issue(token(made("bob")), "n", READ, null))
                .isPresent();
    }

    private static void refused(Recognition found, String why) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        Recognition.WrongCredentials.class,
                        wrong -> assertThat(wrong.why()).contains(why));
    }

    @Test
    void a_token_is_known_as_bearer_and_as_password_whatever_the_user() throws Exception {
        String alice = made("alice");
        known(ask("Bearer " + alice), "alice");
        known(ask("bearer  " + alice), "alice");
        known(ask(basic("alice", alice)), "alice");
        known(ask(basic("", alice)), "alice");
        known(authenticator.recognise(null, "192.0.2.1"), "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Basic ",
                "Basic %%%",
                "Basic bm9jb2xvbg==",
                "Basic dXNlcjo=",
                "Digest x",
                "Bearer bw_0123456789_short",
                "Bearer bw_0123456789_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer a.b.c",
                "x"
            })
    void other_credentials_are_wrong_and_say_nothing_secret(String header) throws Exception {
        String alice = made("alice");
        assertThat(ask(header)).isInstanceOf(Recognition.WrongCredentials.class);
        String id = alice.substring(3, 13);
        assertThat(ask("Bearer bw_" + id + "_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
                .isInstanceOf(Recognition.WrongCredentials.class);
    }

    @Test
    void token_that_was_made_just_now_works_at_once() throws Exception {
        made("alice");
        known(ask("Bearer " + madeBeside("bob")), "bob");
        known(ask(basic("carol", madeBeside("carol"))), "carol");
        // a token that nobody made stays a guess, and guesses are slowed down
        for (int i = 0; i < 200; i++) {
            Recognition found = ask("Bearer bw_%010d_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".formatted(i));
            assertThat(found).isNotInstanceOf(Recognition.Identified.class);
        }
        assertThat(ask("Bearer bw_0000000999_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
                .isInstanceOf(Recognition.Wait.class);
    }

    @Test
    void the_file_holds_no_secret_and_what_was_written() throws Exception {
        String text = made("alice");
        String written = Files.readString(folder.resolve("auth/tokens.json"));
        assertThat(written).doesNotContain(text.substring(14)).contains("alice");
        assertThat(file.read()).singleElement().satisfies(token -> {
            assertThat(token.scope()).isEqualTo(READ);
            assertThat(token.toString()).doesNotContain(text);
        });
    }

    @Test
    void tokens_are_all_different() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            all.add(Token.issue("x", Instant.EPOCH, null, READ).text());
        }
        assertThat(all).hasSize(1000).allMatch(text -> text.length() == 57);
    }

    @Test
    void an_ended_token_is_wrong_also_where_it_was_known() throws Exception {
        String alice = made("alice");
        known(ask("Bearer " + alice), "alice");
        now = now.plus(Duration.ofDays(1));
        assertThat(ask("Bearer " + alice))
                .isEqualTo(new Recognition.WrongCredentials(
                        "the token alice has expired; create one with: breakwater token create", false));
    }

    @Test
    void a_revoked_token_is_wrong_also_where_it_was_known() throws Exception {
        String alice = made("alice");
        known(ask("Bearer " + alice), "alice");
        file.change(_ -> List.of());
        tokens.look();
        assertThat(ask("Bearer " + alice)).isInstanceOf(Recognition.WrongCredentials.class);
    }

    @Test
    void a_file_that_is_no_good_changes_nothing() throws Exception {
        String alice = made("alice");
        Files.writeString(folder.resolve("auth/tokens.json"), "[{\"id\": 7}]");
        tokens.look();
        known(ask("Bearer " + alice), "alice");
        assertThatThrownBy(() -> new Tokens(file, Events.NONE))
                .hasMessageContaining("tokens.json is not a valid token file");
    }

    @Test
    void commands_at_the_same_time_lose_nothing() throws Exception {
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String name = "t" + i;
                var _ = many.submit(() -> new TokenFile(folder).change(before -> {
                    List<Token> all = new ArrayList<>(before);
                    all.add(Token.issue(name, now, null, READ).token());
                    return all;
                }));
            }
        }
        assertThat(file.read()).hasSize(20);
    }

    @Test
    void guessing_is_slowed_down_and_who_is_known_is_not_disturbed() throws Exception {
        String alice = made("alice");
        known(ask("Bearer " + alice), "alice");
        for (int i = 0; i < 6; i++) {
            assertThat(ask("Bearer guess-" + i)).as("guess %d", i).isInstanceOf(Recognition.WrongCredentials.class);
        }
        assertThat(ask("Bearer guess-7")).isEqualTo(new Recognition.Wait(Duration.ofSeconds(1)));
        known(ask("Bearer " + alice), "alice");
        String bob = made("bob");
        assertThat(ask("Bearer " + bob)).as("not looked at").isInstanceOf(Recognition.Wait.class);
        known(authenticator.recognise("Bearer " + bob, "192.0.2.2"), "bob");
        now = now.plusSeconds(1);
        assertThat(ask("Bearer guess-8")).isInstanceOf(Recognition.WrongCredentials.class);
        assertThat(ask("Bearer guess-9")).isEqualTo(new Recognition.Wait(Duration.ofSeconds(2)));
    }

    @Test
    void one_wrong_token_sent_again_and_again_is_one_guess() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(ask("Bearer wrong")).isInstanceOf(Recognition.WrongCredentials.class);
        }
        known(ask("Bearer " + made("alice")), "alice");
    }

    @Test
    void the_pause_never_exceeds_a_minute_and_is_forgiven() {
        Guesses guesses = new Guesses(() -> now);
        for (int i = 0; i < 1000; i++) {
            guesses.wrong("2001:db8::" + Integer.toHexString(i));
        }
        assertThat(guesses.rest("2001:db8:0:0:ffff::1")).isEqualTo(Duration.ofSeconds(60));
        assertThat(guesses.rest("2001:db8:0:1::1")).isZero();
        now = now.plus(Duration.ofMinutes(11));
        guesses.wrong("2001:db8::1");
        assertThat(guesses.rest("2001:db8::1")).isZero();
    }
}
