package dev.breakwater.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may say that something was pushed, and what. */
class PushHooksTest {
    /** The example of GitHub's own documentation, "Validating webhook deliveries". */
    private static final String SECRET = "It's a Secret to Everybody";

    private static final String SIGNATURE = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final PushHooks hooks =
            new PushHooks(Map.of(HookHost.GITHUB, SECRET, HookHost.GITEA, SECRET, HookHost.GITLAB, SECRET));

    private Pushed receive(HookHost host, String event, String proof, String body) {
        Map<String, String> headers = new HashMap<>();
        headers.put(host.eventHeader(), event);
        headers.put(host.proofHeader(), proof);
        return hooks.receive(host, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_signature_of_the_documentation_is_right_and_every_other_is_wrong() {
        String body = "Hello, World!";
        assertThat(receive(HookHost.GITHUB, "ping", "sha256=" + SIGNATURE, body))
                .isInstanceOf(Pushed.Ignored.class);
        assertThat(receive(HookHost.GITHUB, "push", "sha256=" + SIGNATURE, body))
                .isInstanceOf(Pushed.MalformedPush.class);
        assertThat(receive(HookHost.GITEA, "ping", SIGNATURE, body)).isInstanceOf(Pushed.Ignored.class);
        assertThat(receive(HookHost.GITLAB, "Job Hook", SECRET, body)).isInstanceOf(Pushed.Ignored.class);
        for (HookHost host : HookHost.values()) {
            for (String wrong :
                    List.of("", "sha256=", SIGNATURE.replace('7', '8'), "sha256=" + SIGNATURE + "00", "It's")) {
                assertThat(receive(host, "push", wrong, body))
                        .as(host + " " + wrong)
                        .isInstanceOf(Pushed.RefusedPush.class);
            }
            assertThat(hooks.receive(host, name -> null, new byte[0])).isInstanceOf(Pushed.RefusedPush.class);
            assertThat(receive(host, "ping", "sha256=" + SIGNATURE, body + " ")).isInstanceOf(Pushed.RefusedPush.class);
        }
    }

    @Test
    void without_a_secret_nobody_is_believed() {
        Pushed told = new PushHooks(Map.of()).receive(HookHost.GITLAB, name -> "", new byte[0]);
        assertThat(told)
                .isInstanceOfSatisfying(
                        Pushed.RefusedPush.class,
                        refused -> assertThat(refused.why()).contains("hooks.gitlab-secret"));
        assertThat(hooks.receive(HookHost.GITLAB, name -> SECRET, new byte[PushHooks.LONGEST + 1]))
                .isInstanceOf(Pushed.MalformedPush.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"repository\": {\"html_url\": \"https://github.com/Acme/lib\"}}       | github.com/Acme/lib",
                "{\"project\": {\"web_url\": \"https://git.example.com:8443/a/b/c\"}}    | git.example.com/a/b/c",
                "{\"repository\": {\"ssh_url\": \"git@git.example.com:team/lib.git\"}}   | git.example.com/team/lib",
                "{\"repository\": {\"git_ssh_url\": \"ssh://git@h.example.com:22/a.git\"}} | h.example.com/a",
            })
    void the_repository_is_found_where_the_host_names_it(String body, String place) {
        assertThat(receive(HookHost.GITLAB, "Push Hook", SECRET, body))
                .isEqualTo(new Pushed.PushedRepository(List.of(place)));
        assertThat(receive(
                        HookHost.GITLAB,
                        "Push Hook",
                        SECRET,
                        "payload=" + java.net.URLEncoder.encode(body, StandardCharsets.UTF_8)))
                .isEqualTo(new Pushed.PushedRepository(List.of(place)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"repository\": {\"html_url\": \"https://github.com/../../etc\"}}",
                "{\"repository\": {\"html_url\": \"https://github.com\"}}",
                "{\"repository\": {\"html_url\": \"https://git hub/%00/x\"}}",
                "{\"repository\": [1]}",
                "[[[[[",
                "nonsense",
            })
    void what_names_no_repository_is_malformed(String body) {
        assertThat(receive(HookHost.GITLAB, "Push Hook", SECRET, body)).isInstanceOf(Pushed.MalformedPush.class);
    }
}
