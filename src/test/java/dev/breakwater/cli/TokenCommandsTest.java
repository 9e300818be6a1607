package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Token;
import dev.breakwater.auth.TokenFile;
import dev.breakwater.auth.Tokens;
import dev.breakwater.event.Events;
import dev.breakwater.store.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code token}, {@code publish}, and what {@code env} says of credentials. */
class TokenCommandsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void store() throws Exception {
        FileStore.open(folder.resolve("data"), InstantSource.system(), Events.NONE)
                .close();
    }

    @Test
    void token_is_not_made_in_a_folder_that_is_no_store() throws Exception {
        for (Path none : List.of(folder.resolve("elsewhere"), Files.createDirectory(folder.resolve("empty")))) {
            Run refused = Run.of("token", "create", "alice", "--data-dir", none.toString());
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains("is not a data folder", none.toString());
            assertThat(none.resolve("auth")).doesNotExist();
        }
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private Run token(String... arguments) {
        return Run.of(Stream.of(
                        Stream.of("token"),
                        Stream.of(arguments),
                        Stream.of("--data-dir", folder.resolve("data").toString()))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    @Test
    void a_token_is_revoked_with_those_that_were_made_from_it() throws Exception {
        token("create", "alice");
        token("create", "bob");
        TokenFile file = new TokenFile(folder.resolve("data"));
        Token alice = file.read().getFirst();
        try (Tokens tokens = new Tokens(file, Events.NONE)) {
            Authenticator authenticator =
                    new Authenticator(tokens, List.of(), List.of(), _ -> (_, _) -> true, InstantSource.system());
            assertThat(authenticator.own().issue(alice, "laptop", alice.scope(), null))
                    .isPresent();
        }
        assertThat(token("list").out()).contains("made from " + alice.id() + ": laptop");
        assertThat(token("create", "alice").code()).as("the name is taken").isEqualTo(1);
        assertThat(token("revoke", alice.id()).code()).isZero();
        assertThat(file.read()).extracting(Token::name).containsExactly("bob");
    }

    @Test
    void a_token_is_shown_once_alone_on_standard_output() throws Exception {
        Run made = token("create", "alice");
        assertThat(made.code()).isZero();
        assertThat(made.out()).matches("bw_[0-9a-f]{10}_[A-Za-z0-9_-]{43}\n");
        assertThat(made.err())
                .contains("shown only once")
                .doesNotContain(made.out().strip());
        Run list = token("list");
        assertThat(list.out())
                .contains("alice", "read", "all modules", made.out().substring(3, 13));
        assertThat(list.out()).doesNotContain(made.out().strip().substring(14));
        Token kept = new TokenFile(folder.resolve("data")).read().getFirst();
        assertThat(kept.scope().may()).containsExactly(Permission.READ);
        assertThat(kept.expires())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(90)));
    }

    @Test
    void a_token_has_the_rights_it_was_given() throws Exception {
        Run made = token(
                "create",
                "ci",
                "--may",
                "read,publish",
                "--pattern",
                "a.test/x/*",
                "--pattern",
                "b.test",
                "--repository",
                "go",
                "--expires",
                "never");
        assertThat(made.code()).as(made.err()).isZero();
        Token kept = new TokenFile(folder.resolve("data")).read().getFirst();
        assertThat(kept.scope().may()).containsExactlyInAnyOrder(Permission.READ, Permission.PUBLISH);
        assertThat(kept.scope().patterns()).containsExactly("a.test/x/*", "b.test");
        assertThat(kept.scope().repositories()).containsExactly("go");
        assertThat(kept.expires()).isNull();
        assertThat(token("list", "--json").out()).contains("\"patterns\" : [ \"a.test/x/*\", \"b.test\" ]");
    }

    @Test
    void a_revoked_token_is_gone_by_name_or_id() throws Exception {
        token("create", "alice");
        String id = token("create", "bob").out().substring(3, 13);
        assertThat(token("revoke", "alice").code()).isZero();
        assertThat(token("revoke", id).code()).isZero();
        assertThat(new TokenFile(folder.resolve("data")).read()).isEmpty();
        assertThat(token("revoke", "alice").code()).isEqualTo(1);
        assertThat(token("list").err()).contains("no tokens; create one");
    }

    @Test
    void a_name_is_given_once() throws Exception {
        token("create", "alice");
        Run again = token("create", "alice");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(new TokenFile(folder.resolve("data")).read()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a b --expires 1d        | a token's name has at most 63
            alice --may write       | --may write is not valid; expected read, publish, delete or admin
            alice --repository gone | unknown --repository gone; expected one of: go
            alice --pattern https://a | "https://a" is a URL
            alice --expires soon    | "soon" is not a duration
            """)
    void a_mistake_is_told_with_the_way_out(String arguments, String told) {
        String name = arguments.replaceFirst(" --.*", "");
        String[] rest = arguments.substring(name.length()).strip().split(" ", -1);
        Run run =
                token(Stream.concat(Stream.of("create", name), Stream.of(rest)).toArray(String[]::new));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(told);
    }

    @ParameterizedTest
    @CsvSource({
        "https://deps.test/go, 0",
        "http://127.0.0.1:8080/go, 0",
        "http://deps.test/go, 2",
        "https://deps.test, 2",
        "deps.test/go, 2"
    })
    void a_token_is_sent_over_https_or_to_this_machine_alone(String server, int code) {
        Run run = Run.with(Map.of("BREAKWATER_TOKEN", "secret"), "publish", ".", "a.test/m@v1.0.0", "--server", server);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).doesNotContain("secret");
    }

    @Test
    void env_says_where_credentials_go() throws Exception {
        Path file = java.nio.file.Files.writeString(
                folder.resolve("c.yaml"), "public-url: https://deps.test\naccess: {anonymous: nothing}\n");
        Run run = Run.of("env", "--config", file.toString());
        assertThat(run.out()).contains("GOPROXY=https://deps.test/go");
        assertThat(run.err())
                .contains("machine deps.test login NAME password TOKEN")
                .doesNotContain("only over https");
        java.nio.file.Files.writeString(file, "access: {anonymous: nothing}\n");
        assertThat(Run.of("env", "--config", file.toString()).err())
                .contains("machine 127.0.0.1:8080", "only over https");
        java.nio.file.Files.writeString(file, "");
        assertThat(Run.of("env", "--config", file.toString()).err()).doesNotContain("netrc");
    }

    @Test
    void check_config_says_when_credentials_would_be_wanted_in_clear_text() throws Exception {
        Path file = java.nio.file.Files.writeString(
                folder.resolve("c.yaml"), "listen: 0.0.0.0:8080\naccess: {anonymous: public}\n");
        Run run = Run.of("check-config", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "c.yaml:2:9: credentials are required, and the go command sends them only over https; set tls.cert");
    }
}
