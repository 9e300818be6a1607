package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.store.DataSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_file_with_ten_mistakes_reports_ten() throws Exception {
        String text = """
                lisen: 127.0.0.1:8080
                limits:
                  idle-time: 60
                  connections: many
                  idle-time: 3s
                tls: { cert: /etc/tls.crt }
                log: json
                repositories:
                  Go: { format: go }
                  go:
                    upstreams:
                      - url: https://me:secret@a.example.com
                      - name: second
                    checksum-databases: [sum.example.com]
                """;
        assertThat(new Configurations(folder).mistakes(text))
                .containsExactly(
                        "breakwater.yaml:1:1: unknown key \"lisen\"; did you mean listen?",
                        "breakwater.yaml:3:14: limits.idle-time \"60\" has no unit; write a whole number and a unit:"
                                + " 250ms, 3s, 10m, 2h, 30d",
                        "breakwater.yaml:4:16: limits.connections \"many\" is not a whole number; write one from 1 to"
                                + " 1000000",
                        "breakwater.yaml:5:3: limits.idle-time is given twice; keep one: the other is in line 3",
                        "breakwater.yaml:6:14: tls.cert without tls.key; name the private key's file as tls.key",
                        "breakwater.yaml:7:6: log takes keys, not a single value; expected keys: format, access",
                        "breakwater.yaml:9:3: \"Go\" is not a valid repository name; write lower-case letters,"
                                + " digits and"
                                + " dashes, at most 63, a letter first",
                        "breakwater.yaml:12:14: repositories.go.upstreams.0.url \"https://********@a.example.com\" contains a"
                                + " user or password, which would end up in logs; remove it, and set username and password"
                                + " below it",
                        "breakwater.yaml:13:9: repositories.go.upstreams.1 has no url; write url: https://… below it",
                        "breakwater.yaml:14:26: repositories.go.checksum-databases.0.key \"sum.example.com\" is not a well-known"
                                + " database; write sum.golang.org, or the database's whole key: name+hash+base64");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            data_dir: x                                        § 1:1: unknown key "data_dir"; did you mean data-dir?
            dataDir: x                                         § 1:1: unknown key "dataDir"; did you mean data-dir?
            wibble: x                                          § 1:1: unknown key "wibble"; expected one of: access, alerts, audit, data-dir, hooks, hosts, limits
            access: {anonymous: everyone}                      § 1:21: access.anonymous "everyone" is not valid; expected one of: everything, local, nothing, public
            access: {metrics: nobody}                          § 1:19: access.metrics "nobody" is not valid
            access: {oidc: [a]}                                § 1:17: an identity provider takes keys; write - issuer: https://…
            `access: {oidc: [{name: a, audience: b}]}`         § 1:17: an identity provider has no issuer; write issuer: https://
            `access: {oidc: [{issuer: "https://a.example.com", audience: b}]}` § 1:17: an identity provider has no name
            `access: {oidc: [{issuer: "https://a.example.com", name: b}]}` § 1:17: an identity provider has no audience
            `access: {oidc: [{name: a, audience: b, issuer: "http://a.example.com"}]}` § 1:48: access.oidc.0.issuer "http://a.example.com" is not an issuer; write an https:// address
            `access: {oidc: [{name: a, audience: b, issuer: "https://a.example.com", jwks-url: "http://a.example.com"}]}` § 1:83: the keys would be fetched in clear text
            `access: {oidc: [{name: a, audience: b, issuer: "https://a.example.com"}, {name: a, audience: b, issuer: "https://b.example.com"}]}` § 1:74: a second identity provider has the name a
            access: {rules: [{who: [alice]}]}                  § 1:18: the rule allows nothing; write may: [read]
            access: {rules: [{may: [read]}]}                   § 1:18: the rule has no who; write who: [name]
            access: {rules: [{who: [alice], may: [write]}]}    § 1:39: access.rules.0.may "write" is not valid; expected one of: admin, delete, publish, read
            access: {rules: [{who: [anybody], may: [publish]}]} § 1:24: all callers, even without credentials, could publish
            access: {rules: [{who: ["gitlab:x"], may: [read]}]} § 1:24: unknown identity provider gitlab; describe it below access.oidc
            access: {rules: [{who: [alice], may: [read], repositories: [gone]}]} § 1:60: unknown repository gone; expected one of: go
            access: {rules: [{who: [alice], may: [read], patterns: ["https://a"]}]} § 1:57: access.rules.0.patterns "https://a" is a URL
            audit: {file-size: 1KiB}                           § 1:20: audit.file-size "1KiB" is out of range
            audit: {keep: never}                               § 1:15: audit.keep "never" is not a duration
            listen: [a]                                        § 1:9: listen takes a single value, not a list
            listen: {a: b}                                     § 1:9: listen takes a single value, not a block of keys
            listen: 8080                                       § 1:9: listen "8080" has no port
            listen: "host:99999"                               § 1:9: listen "host:99999" has a port that is not a number up to 65535
            listen: "::1:80"                                   § 1:9: listen "::1:80" has an IPv6 address without brackets
            offline: yes                                       § 1:10: offline "yes" is not true or false; write true or false
            public-url: ftp://x                                § 1:13: public-url "ftp://x" is not an http or https URL
            public-url: https://u@x.example.com                § 1:13: public-url "https://********@x.example.com" contains a user or password
            public-url: https://x.example.com?a=b              § 1:13: public-url "https://x.example.com?a=b" has a part after ? or #
            `data-dir: ""`                                     § 1:11: data-dir "" is empty
            `data-dir: "a\\0b"`                                 § 1:11: data-dir "a�b" has a control character
            data-dir: ${NOT_SET}                               § 1:11: the variable NOT_SET is not set; set it, or write the value here
            data-dir: ${NOT_SET                                § 1:11: has a ${ without a }
            data-dir: ${a b}                                   § 1:11: ${a b} is not a valid reference; write ${NAME} or ${file:/path}
            data-dir: ${file:/does/not/exist}                  § 1:11: the file /does/not/exist is not an existing regular file
            data-dir: ${file:/dev/zero}                        § 1:11: the file /dev/zero is not an existing regular file
            data-dir: !!binary aGVsbG8=                        § 1:11: has a tag
            data-dir: &a x                                     § fine
            log: {format: xml}                                 § 1:15: log.format "xml" is not valid; expected one of: json, text
            tls: {key: /x}                                     § 1:12: tls.key without tls.cert
            limits: {header-size: 5}                           § 1:23: limits.header-size "5" has no unit
            limits: {header-size: 5PB}                         § 1:23: limits.header-size "5PB" has an unknown unit
            limits: {header-size: 10MB}                        § 1:23: limits.header-size "10MB" is out of range
            limits: {idle-time: 0s}                            § 1:21: limits.idle-time "0s" would never be stored
            limits: {idle-time: -1s}                           § 1:21: limits.idle-time "-1s" is not a duration
            limits: {idle-time: 99999999999d}                  § 1:21: limits.idle-time "99999999999d" is over a hundred years
            limits: {connections: 0}                           § 1:23: limits.connections "0" is out of range
            proxy: {http: "http://"}                           § 1:15: proxy.http "http://"
            repositories: [go]                                 § 1:15: repositories takes keys, not a list; write name: and a value
            repositories: {v2: {}}                             § 1:16: /v2/ belongs to the protocol of container images
            repositories: {-: {}}                              § 1:16: "-" is not a valid repository name
            repositories: {go: [a]}                            § 1:20: a repository takes keys
            `repositories: {go: {}, go: {}}`                   § 1:24: the repository go is given twice
            repositories: {go: {format: npm}}                  § 1:29: repositories.go.format "npm" is not valid; expected one of: go
            repositories: {go: {upstreams: x}}                 § 1:32: repositories.go.upstreams takes a list, not a single value; begin each element with a dash
            repositories: {go: {upstreams: [[a]]}}             § 1:33: an upstream takes a URL or keys
            repositories: {go: {upstreams: [off]}}             § 1:33: repositories.go.upstreams.0.url "off" is not an upstream
            repositories: {go: {upstreams: [goproxy.cn]}}      § 1:33: repositories.go.upstreams.0.url "goproxy.cn" is not an http or https URL
            `repositories: {go: {upstreams: ["https://a.example.com", "https://a.example.com/x"]}}` § 1:58: two upstreams are named a.example.com; give each a unique name
            `repositories: {go: {upstreams: [{url: "https://a.example.com", name: "a b"}]}}` § 1:70: repositories.go.upstreams.0.name "a b" has the wrong form for a name
            `repositories: {go: {upstreams: [{url: "https://a.example.com", headers: {"a b": c}}]}}` § 1:74: "a b" is not a valid header name
            `repositories: {go: {upstreams: [{url: "https://a.example.com", headers: {Host: c}}]}}` § 1:74: Host is a header that Breakwater sets itself
            `repositories: {go: {upstreams: [{url: "https://a.example.com", headers: {X: "a\\nb"}}]}}` § 1:77: repositories.go.upstreams.0.headers.X "********" has a control character
            `repositories: {go: {upstreams: [{url: "https://a.example.com", username: c}]}}` § 1:74: a username without a password
            `repositories: {go: {upstreams: [{url: "https://a.example.com", password: c}]}}` § 1:74: a password without a username
            `repositories: {go: {upstreams: [{url: "https://a.example.com", username: c, password: d, token: e}]}}` § 1:97: an upstream has both a token and a username or password
            repositories: {go: {checksum-databases: [{sources: [direct]}]}} § 1:42: repositories.go.checksum-databases.0 has no key
            repositories: {go: {checksum-databases: [{key: sum.golang.org, sources: []}]}} § 1:42: repositories.go.checksum-databases.0 has no sources
            repositories: {go: {checksum-databases: [sum.golang.org, sum.golang.org]}} § 1:58: the database sum.golang.org is listed twice
            repositories: {go: {checksum-databases: [sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8]}} § 1:42: repositories.go.checksum-databases.0.key "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8" is a verifier key with a typo
            repositories: {go: {checksum-databases: [a+b+c]}}  § 1:42: repositories.go.checksum-databases.0.key "a+b+c" is not a valid verifier key
            repositories: {go: {private: a.example.com}}       § 1:30: repositories.go.private takes a list, not a single value
            repositories: {go: {private: ["https://a/*"]}}     § 1:31: repositories.go.private "https://a/*" is a URL
            repositories: {go: {private: ["a[/*"]}}            § 1:31: repositories.go.private "a[/*" is not a valid pattern
            repositories: {go: {private: ["a,b"]}}             § 1:31: repositories.go.private "a,b" has several patterns
            repositories: {go: {private: [{from: direct}]}}    § 1:31: repositories.go.private.0 has no pattern
            `repositories: {go: {private: [{pattern: a.example.com, from: nobody}]}}` § 1:62: there is no upstream "nobody" that could own private modules; expected one of: direct
            `repositories: {go: {upstreams: [{url: "https://a.example.com", name: company}], private: [{pattern: a, from: companny}]}}` § 1:110: there is no upstream "companny" that could own private modules; did you mean company?
            `repositories: {go: {private: [a.example.com/x, A.example.com/x/]}}` § 1:48: the pattern a.example.com/x has an owner already
            `repositories: {go: {private: [{pattern: a}, {pattern: b}, {pattern: a, from: hosted}]}}` § 1:69: the pattern a has an owner already, and the first one counts; keep one of the two
            `repositories: {go: {private: [{pattern: a, from: hosted, credentials: [{host: b, token: c}]}]}}` § 1:71: credentials are for repositories that git fetches, and these are not
            `repositories: {go: {private: [{pattern: a, credentials: [{token: c}]}]}}` § 1:58: repositories.go.private.0.credentials.0 has no host
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b}]}]}}` § 1:58: repositories.go.private.0.credentials.0 contains no credential; write one of: password, token, bearer, netrc, helper, ssh-key
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, token: c, bearer: d}]}]}}` § 1:58: repositories.go.private.0.credentials.0 has token and bearer; keep one of them
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, password: c}]}]}}` § 1:58: a password without a username
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, username: c, bearer: d}]}]}}` § 1:58: a username with bearer, which needs none
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, ssh-key: c}]}]}}` § 1:58: an ssh-key without the host's key
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, token: c, known-hosts: d}]}]}}` § 1:58: the host's ssh key without an ssh-key
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, ssh-key: c, host-keys: [x]}]}]}}` § 1:92: repositories.go.private.0.credentials.0.host-keys "x" is not a valid ssh key
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, token: c}, {host: B, token: d}]}]}}` § 1:79: a second credential for b by https
            `repositories: {go: {private: [{pattern: a, credentials: [{host: "https://b", token: c}]}]}}` § 1:65: repositories.go.private.0.credentials.0.host "https://b" has more than a host
            `repositories: {go: {private: [{pattern: a, credentials: [{host: b, tokn: c}]}]}}` § 1:68: repositories.go.private.0.credentials.0 has no key "tokn"; did you mean token?
            repositories: {go: {stale-if-error: never}}        § 1:37: repositories.go.stale-if-error "never" is not a duration; write a whole number and a unit: 250ms, 3s, 10m, 2h, 30d, or forever
            [a, b]                                             § 1:1: a configuration consists of keys and values
            just text                                          § 1:1: a configuration consists of keys and values
            {[a]: b}                                           § 1:2: a list or mapping stands in place of a key
            `a: [`                                             § 1:5: is not valid YAML
            `"a`                                               § 1:3: is not valid YAML
            `a: b: c`                                          § 1:5: is not valid YAML
            `*a`                                               § 1:1: *a is an alias, which is not supported
            """)
    void a_mistake_is_told_with_its_place_and_the_way_out(String text, String told) throws Exception {
        Configurations configurations = new Configurations(folder);
        if (told.equals("fine")) {
            assertThat(configurations.settings(text).get(DataSettings.class).folder())
                    .isEqualTo(Path.of("x"));
            return;
        }
        assertThat(configurations.mistakes(text))
                .anyMatch(mistake -> mistake.startsWith("breakwater.yaml:" + told), told);
    }

    @Test
    void a_tab_is_called_a_tab() throws Exception {
        assertThat(new Configurations(folder).mistakes("log:\n\tformat: json\n"))
                .containsExactly("breakwater.yaml:2:1: a tab indents the line, but YAML allows only spaces;"
                        + " replace it with spaces");
    }

    @Test
    void a_control_character_is_named_with_its_line() throws Exception {
        assertThat(new Configurations(folder).mistakes("log:\n  format: \u0001\n"))
                .containsExactly("breakwater.yaml:2: has a control character in it; remove what is not text");
        assertThat(new Configurations(folder).mistakes("\"\\UFFFFFFFF\": a"))
                .singleElement()
                .asString()
                .startsWith("breakwater.yaml: is not valid YAML");
    }

    @Test
    void a_second_document_is_refused() throws Exception {
        assertThat(new Configurations(folder).mistakes("offline: true\n---\nlisten: ':1'\n"))
                .containsExactly("breakwater.yaml:2:1: begins a second document; keep everything above the ---");
    }

    @Test
    void aliases_do_not_multiply() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(new Configurations(folder).mistakes(bomb.toString())).hasSize(59 * 2 + 60);
    }

    @Test
    void deep_nesting_is_refused_before_it_hurts() throws Exception {
        assertThat(new Configurations(folder).mistakes("a: " + "[".repeat(500_000)))
                .singleElement()
                .asString()
                .contains("nested too deeply");
        assertThat(new Configurations(folder).mistakes("a: " + "{a: ".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("nested too deeply");
    }

    @Test
    void a_huge_file_a_folder_and_a_missing_one_are_named() throws Exception {
        Path huge = Files.writeString(folder.resolve("huge.yaml"), "#".repeat((1 << 20) + 1));
        assertThat(mistake(huge)).isEqualTo(huge + ": has more than 1 MiB; name a configuration file");
        assertThat(mistake(folder)).isEqualTo(folder + ": is a folder; name the file in it");
        Path none = folder.resolve("none.yaml");
        assertThat(mistake(none)).isEqualTo(none + ": does not exist; create it, or correct the path");
    }

    @Test
    void what_is_no_utf_8_is_named_with_its_line() throws Exception {
        Path file = Files.write(folder.resolve("latin.yaml"), "a: b\nc: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistake(file)).isEqualTo(file + ":2: is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void a_mistake_in_a_variable_or_flag_is_told_by_its_name() throws Exception {
        assertThat(new Configurations(folder).mistakes("", Map.of("BREAKWATER_LISTEN", "x")))
                .singleElement()
                .asString()
                .startsWith("BREAKWATER_LISTEN: listen \"x\" has no port");
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> new Loader(Configurations.schema(Configurations.NO_GO), Map.of(), List.of())
                        .load(new Flags(null, null, null, false, "xml")));
        assertThat(wrong.mistakes()).singleElement().asString().startsWith("--log-format: log.format \"xml\"");
    }

    private static String mistake(Path file) {
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> new Loader(Configurations.schema(Configurations.NO_GO), Map.of(), List.of())
                        .load(Flags.file(file)));
        assertThat(wrong.mistakes()).hasSize(1);
        return wrong.mistakes().getFirst().toString();
    }
}
