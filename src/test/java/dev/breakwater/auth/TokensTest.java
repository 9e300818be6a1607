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
