package dev.breakwater.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an identity provider: right ones, and every kind of wrong one. */
class HostileTokensTest {
    private static final String ISSUER = "https://id.test/";
    private static final String HERE = "https://deps.test";
    private static final Provider PROVIDER = new Provider();
    private static final Provider STRANGER = new Provider();
    private static final Grant LIMIT = new Grant(
            Set.of(Permission.READ, Permission.PUBLISH), Set.of("npm"), (_, name) -> name.equals("@acme/tool"));
    private static final AtomicInteger clients = new AtomicInteger();

    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final Authenticator authenticator = over(PROVIDER);

    private Authenticator over(Provider provider) {
        Issuer issuer = new Issuer(
                new Issuer.Terms("ci", ISSUER, List.of(HERE, "npm:deps.test"), "sub"),
                provider,
                Events.NONE,
                () -> now);
        Rule rule = new Rule(
                List.of("ci:repo:acme/*"),
                Map.of("ref", "refs/heads/main"),
                new Scope(Set.of(Permission.READ), List.of(), List.of()));
        return new Authenticator(null, List.of(issuer), List.of(rule), _ -> (_, _) -> true, () -> now);
    }

    private String claims(String more) {
        return "\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"repo:acme/app\",\"exp\":%d%s"
                .formatted(ISSUER, HERE, now.getEpochSecond() + 300, more);
    }

    private Recognition recognise(String token) throws InterruptedException {
        return recognise(authenticator, token);
    }

    /** Each from an address of its own: guessing is another test's. */
    private static Recognition recognise(Authenticator by, String token) throws InterruptedException {
        String remote = "client " + clients.incrementAndGet();
        String header = "Bearer " + token;
        Recognition first = by.recognise(header, remote);
        return first instanceof Recognition.NeedsVerification ? by.verify(header, remote) : first;
    }

    @Test
    void forgeries_are_guesses_and_honest_mistakes_are_not() throws Exception {
        for (int i = 0; i < 20; i++) {
            String header =
                    "Bearer " + PROVIDER.token("ec", claims(",\"n\":" + i).replace(HERE, "https://other.test"));
            assertThat(authenticator.verify(header, "192.0.2.1")).isInstanceOf(Recognition.WrongCredentials.class);
        }
        String right = "Bearer " + PROVIDER.token("ec", claims(""));
        assertThat(authenticator.recognise(right, "192.0.2.1")).isInstanceOf(Recognition.NeedsVerification.class);
        for (int i = 0; i < 6; i++) {
            authenticator.verify("Bearer " + STRANGER.token("ec", claims(",\"n\":" + i)), "192.0.2.1");
        }
        assertThat(authenticator.recognise(right, "192.0.2.1")).isInstanceOf(Recognition.Wait.class);
    }

    private void refused(String token, String why) throws InterruptedException {
        assertThat(recognise(token))
                .isInstanceOfSatisfying(
                        Recognition.WrongCredentials.class,
                        wrong -> assertThat(wrong.why()).contains(why).doesNotContain(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed"})
    void each_algorithm_is_accepted_with_its_own_key(String kid) throws Exception {
        Recognition found = recognise(PROVIDER.token(kid, claims(",\"ref\":\"refs/heads/main\"")));
        assertThat(found).isInstanceOfSatisfying(Recognition.Identified.class, known -> {
            assertThat(known.principal().name()).isEqualTo("ci:repo:acme/app");
            assertThat(known.principal().grants()).hasSize(1);
        });
    }

    @Test
    void a_provider_s_tokens_may_name_this_server_in_several_ways() throws Exception {
        for (String aud : List.of("\"npm:deps.test\"", "[\"https://other.test\",\"npm:deps.test\"]")) {
            String claims = claims("").replace("\"" + HERE + "\"", aud);
            assertThat(recognise(PROVIDER.token("ec", claims))).isInstanceOf(Recognition.Identified.class);
        }
        refused(PROVIDER.token("ec", claims("").replace(HERE, "npm:evil.test")), HERE + " or npm:deps.test");
    }

    private Token.Issued exchanged(String token, Duration time) throws InterruptedException {
        return authenticator
                .narrowed("Bearer " + token, "192.0.2.9", LIMIT, time)
                .orElseThrow();
    }

    @Test
    void an_exchanged_token_may_less_and_ends_with_its_time_or_with_the_other() throws Exception {
        Access access = new Access(Access.Anonymous.NOTHING, List.of(), false, false, authenticator);
        String token = PROVIDER.token("ec", claims(",\"ref\":\"refs/heads/main\""));
        Token.Issued little = exchanged(token, Duration.ofMinutes(2));
        assertThat(little.token().expires()).isEqualTo(now.plusSeconds(120));
        assertThat(exchanged(token, Duration.ofHours(2)).token().expires())
                .as("the other one's, and a minute for the clocks")
                .isEqualTo(now.plusSeconds(360));
        assertThat(recognise(little.text())).isInstanceOfSatisfying(Recognition.Identified.class, known -> {
            Principal who = known.principal();
            assertThat(who.name()).isEqualTo("ci:repo:acme/app");
            assertThat(access.may(who, Permission.READ, "npm", new Subject("@acme/tool", true)))
                    .isTrue();
            assertThat(access.may(who, Permission.READ, "npm", new Subject("@acme/other", true)))
                    .isFalse();
            assertThat(access.may(who, Permission.READ, "go", new Subject("@acme/tool", true)))
                    .isFalse();
            assertThat(access.may(who, Permission.PUBLISH, "npm", new Subject("@acme/tool", true)))
                    .as("no more than the rules give")
                    .isFalse();
        });
        refused(little.text().substring(0, little.text().length() - 2) + "00", "unknown or revoked");
        assertThat(authenticator.narrowed("Bearer " + little.text(), "192.0.2.9", LIMIT, Duration.ofMinutes(2)))
                .as("nothing is made from one")
                .isEmpty();
        now = now.plusSeconds(121);
        refused(little.text(), "has expired");
    }

    @Test
    void claims_decide_what_is_given() throws Exception {
        for (String claim : List.of("", ",\"ref\":\"refs/heads/evil\"", ",\"ref\":7", ",\"ref\":[\"refs/heads/x\"]")) {
            assertThat(recognise(PROVIDER.token("ec", claims(claim))))
                    .isInstanceOfSatisfying(
                            Recognition.Identified.class,
                            known -> assertThat(known.principal().grants())
                                    .as(claim)
                                    .isEmpty());
        }
    }

    @Test
    void alg_none_and_hmac_are_rejected() throws Exception {
        for (String alg : List.of("none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS512", "ES384", "PS256")) {
            refused(
                    PROVIDER.token("{\"alg\":\"" + alg + "\"}", "{" + claims("") + "}", (String) null),
                    "not signed by");
        }
        refused(PROVIDER.token("{\"typ\":\"JWT\"}", "{" + claims("") + "}", "rsa"), "not signed by");
        refused(PROVIDER.token("{\"alg\":[\"RS256\"]}", "{" + claims("") + "}", "rsa"), "not signed by");
    }

    /** The public key as the secret of an HMAC: accepted by whoever lets the token choose between both. */
    @Test
    void a_public_key_is_no_secret() throws Exception {
        String signed = Provider.encoded("{\"alg\":\"HS256\",\"kid\":\"rsa\"}") + "."
                + Provider.encoded("{" + claims("") + "}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(PROVIDER.key("rsa").getPublic().getEncoded(), "HmacSHA256"));
        byte[] forged = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        refused(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(forged), "not signed by");
    }

    /** A key set of one who does not know better, or of a stranger: the algorithm still goes with public keys alone. */
    @Test
    void a_shared_secret_in_the_key_set_is_no_key() throws Exception {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        String oct = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"%s\"}"
                .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        String json = PROVIDER.keySet().replace("[", "[" + oct + ",");
        assertThat(Jwks.parse(json.getBytes(StandardCharsets.UTF_8)).keys())
                .extracting(Jwks.Key::kid)
                .containsExactly("rsa", "ec", "ed");
    }

    /** What the header says of keys by itself is never looked at: the token would bring its own judge. */
    @Test
    void a_key_that_the_token_brings_along_is_not_believed() throws Exception {
        String brought = STRANGER.keySet().replaceFirst("\\{\"keys\":\\[", "").replaceFirst("},.*", "}");
        String header = "{\"alg\":\"RS256\",\"jwk\":%s,\"jku\":\"https://evil.test/keys\"}".formatted(brought);
        refused(STRANGER.token(header, "{" + claims("") + "}", "rsa"), "not signed by a key");
    }

    /** Signed by one of the issuer's keys, and naming another; or naming none of them in a way that some look up. */
    @Test
    void a_kid_names_one_key_to_the_letter() throws Exception {
        Provider two = new Provider();
        two.add("rsa2", "RSA");
        Authenticator by = over(two);
        for (String kid : List.of("rsa2", "RSA", " rsa", "rsa\\u0000", "", "../rsa", "ec", "*")) {
            String header = "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid);
            assertThat(recognise(by, two.token(header, "{" + claims("") + "}", "rsa")))
                    .as(kid)
                    .isInstanceOfSatisfying(
                            Recognition.WrongCredentials.class,
                            wrong -> assertThat(wrong.why()).contains("not signed by a key"));
        }
        assertThat(recognise(by, two.token("{\"alg\":\"RS256\"}", "{" + claims("") + "}", "rsa2")))
                .as("names none")
                .isInstanceOf(Recognition.Identified.class);
    }

    @ParameterizedTest
    @CsvSource({"RS256, ec, ec", "ES256, rsa, rsa", "EdDSA, rsa, rsa", "RS256, ed, ed", "ES256, ed, rsa"})
    void an_algorithm_goes_with_keys_of_its_kind_alone(String alg, String kid, String signer) throws Exception {
        String header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(alg, kid);
        refused(PROVIDER.token(header, "{" + claims("") + "}", signer), "not signed by a key");
    }

    @Test
    void another_ones_signature_is_none() throws Exception {
        for (String kid : List.of("rsa", "ec", "ed")) {
            refused(STRANGER.token(kid, claims("")), "not signed by a key");
        }
    }

    @Test
    void a_changed_token_is_refused() throws Exception {
        String token = PROVIDER.token("ec", claims(""));
        String[] parts = token.split("\\.", -1);
        refused(parts[0] + "." + Provider.encoded("{" + claims(",\"x\":1") + "}") + "." + parts[2], "not signed");
        // the signature that Java once took for any: CVE-2022-21449
        String zero = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        refused(parts[0] + "." + parts[1] + "." + zero, "not signed");
        refused(parts[0] + "." + parts[1] + ".", "not signed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "iss":"https://evil.test/"          | unknown issuer
            "iss":"https://id.test"             | unknown issuer
            "iss":["https://id.test/"]          | unknown issuer
            "aud":"https://other.test"          | another audience
            "aud":["https://other.test"]        | another audience
            "aud":"https://deps.test.evil.test" | another audience
            "aud":null                          | another audience
            "sub":""                            | no sub
            "sub":7                             | no sub
            "sub":"a\\nb"                       | no sub
            "exp":"tomorrow"                    | not a time
            "exp":1e300                         | not a time
            "exp":-1                            | not a time
            "nbf":99999999999                   | not valid yet
            "iat":99999999999                   | not valid yet
            """)
    void a_wrong_claim_is_refused(String claim, String why) throws Exception {
        String name = claim.substring(0, claim.indexOf(':'));
        String all = claims("").replaceAll(name + ":(\"[^\"]*\"|[0-9]+)", "");
        String rest = String.join(
                ",",
                List.of(all.split(",", -1)).stream().filter(c -> !c.isEmpty()).toList());
        refused(PROVIDER.token("rsa", rest + "," + claim), why);
    }

    @Test
    void an_end_is_wanted_and_kept_with_a_minute_for_the_clocks() throws Exception {
        refused(PROVIDER.token("rsa", claims("").replaceAll(",\"exp\":[0-9]+", "")), "has no expiry");
        String token = PROVIDER.token("rsa", claims(""));
        now = now.plusSeconds(300 + 59);
        assertThat(recognise(token)).isInstanceOf(Recognition.Identified.class);
        now = now.plusSeconds(1);
        refused(token, "expired");
    }

    @Test
    void a_token_that_ends_is_forgotten_when_it_does() throws Exception {
        String token = PROVIDER.token("ed", claims(""));
        assertThat(recognise(token)).isInstanceOf(Recognition.Identified.class);
        assertThat(authenticator.recognise("Bearer " + token, "192.0.2.1"))
                .as("remembered")
                .isInstanceOf(Recognition.Identified.class);
        now = now.plus(Duration.ofHours(1));
        refused(token, "expired");
    }

    @Test
    void what_can_be_read_in_two_ways_is_refused() throws Exception {
        refused(
                PROVIDER.token("{\"alg\":\"RS256\",\"alg\":\"none\"}", "{" + claims("") + "}", "rsa"),
                "not valid JSON");
        refused(PROVIDER.token("rsa", claims(",\"sub\":\"repo:acme/other\"")), "not valid JSON");
        refused(PROVIDER.token("{\"alg\":\"RS256\"}{}", "{" + claims("") + "}", "rsa"), "not valid JSON");
        refused(PROVIDER.token("{\"alg\":\"RS256\"}", "[" + "[".repeat(5000), "rsa"), "not valid JSON");
        refused(PROVIDER.token("{\"alg\":\"RS256\"}", "7", "rsa"), "not a JSON object");
        refused(PROVIDER.token("{\"alg\":\"RS256\",\"crit\":[\"x\"]}", "{" + claims("") + "}", "rsa"), "critical");
        refused(PROVIDER.token("{\"alg\":\"RS256\",\"kid\":7}", "{" + claims("") + "}", "rsa"), "kid that is not text");
        String token = PROVIDER.token("rsa", claims(""));
        refused(token + "=", "padding");
        refused(token + ".", "three parts");
        refused(token.replaceFirst("\\.", ".."), "three parts");
        refused("e30.e30.e30", "not signed by");
        refused("a.b.*", "not base64url");
    }

    /** What base64 decoders like to skip or forgive would make many tokens of one. */
    @Test
    void a_token_is_written_in_one_way_alone() throws Exception {
        String[] parts = PROVIDER.token("rsa", claims("")).split("\\.", -1);
        for (String more : List.of("+", "/", "*", "~", "%", "=")) {
            refused(parts[0] + "." + parts[1] + "." + parts[2] + more, "part");
            refused(parts[0] + more + "." + parts[1] + "." + parts[2], "part");
        }
        refused(parts[0] + "." + parts[1] + "." + parts[2] + "AA", "not signed by a key");
    }

    @Test
    void a_huge_token_is_not_even_taken_apart() throws Exception {
        refused(PROVIDER.token("rsa", claims(",\"x\":\"" + "y".repeat(16 * 1024) + "\"")), "longer than");
        refused("a.".repeat(4 << 20), "longer than");
        assertThat(recognise(PROVIDER.token("rsa", claims(",\"x\":\"" + "y".repeat(8 * 1024) + "\""))))
                .isInstanceOf(Recognition.Identified.class);
    }

    @Test
    void a_token_cut_or_flipped_anywhere_is_refused_and_breaks_nothing() throws Exception {
        String token = PROVIDER.token("ec", claims(""));
        long seed = 20261126;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(token.length() - 2);
            String changed = random.nextBoolean()
                    ? token.substring(0, at)
                    : token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
            Authenticator fresh = over(PROVIDER);
            assertThat(recognise(fresh, changed))
                    .as("seed %d, %d", seed, i)
                    .isInstanceOf(Recognition.WrongCredentials.class);
        }
    }

    @Test
    void an_unknown_key_is_looked_for_once_and_not_again_for_a_while() throws Exception {
        Provider provider = new Provider();
        Authenticator by = over(provider);
        assertThat(recognise(by, provider.token("ec", claims("")))).isInstanceOf(Recognition.Identified.class);
        assertThat(provider.fetched).hasValue(1);
        provider.add("new", "RSA");
        now = now.plusSeconds(11);
        assertThat(recognise(by, provider.token("new", claims("")))).isInstanceOf(Recognition.Identified.class);
        assertThat(provider.fetched).hasValue(2);
        for (int i = 0; i < 5; i++) {
            String unknown =
                    provider.token("{\"alg\":\"RS256\",\"kid\":\"no-%d\"}".formatted(i), "{" + claims("") + "}", "rsa");
            assertThat(recognise(by, unknown)).isInstanceOf(Recognition.WrongCredentials.class);
        }
        assertThat(provider.fetched).hasValue(2);
    }

    @Test
    void a_key_that_was_taken_back_is_not_accepted_after_an_hour() throws Exception {
        Provider provider = new Provider();
        Authenticator by = over(provider);
        assertThat(recognise(by, provider.token("ed", claims("")))).isInstanceOf(Recognition.Identified.class);
        String stolen = provider.token("ec", claims("").replaceAll("\"exp\":[0-9]+", "\"exp\":4102444800"));
        provider.forget("ec");
        now = now.plus(Duration.ofMinutes(61));
        assertThat(recognise(by, stolen)).isInstanceOf(Recognition.WrongCredentials.class);
    }

    @Test
    void a_provider_that_is_down_leaves_its_last_keys_in_force() throws Exception {
        Provider provider = new Provider();
        provider.down = true;
        Authenticator by = over(provider);
        assertThat(recognise(by, provider.token("rsa", claims("")))).isInstanceOf(Recognition.IssuerDown.class);
        provider.down = false;
        now = now.plusSeconds(11);
        assertThat(recognise(by, provider.token("rsa", claims(",\"n\":1")))).isInstanceOf(Recognition.Identified.class);
        provider.down = true;
        now = now.plus(Duration.ofHours(3));
        assertThat(recognise(by, provider.token("rsa", claims(",\"n\":2")))).isInstanceOf(Recognition.Identified.class);
    }

    @Test
    void weak_and_malformed_keys_are_left_out() throws Exception {
        Provider provider = new Provider();
        provider.forget("rsa");
        provider.add("short", "RSA");
        Jwks keys = Jwks.parse(provider.fetch());
        assertThat(keys.keys()).extracting(Jwks.Key::kid).containsExactly("ec", "ed");
        String offCurve = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"},"
                + "{\"kty\":\"oct\",\"k\":\"AQ\"},{\"kty\":\"RSA\"},7,null]}";
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Jwks.parse(offCurve.getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("has no key");
    }

    @Test
    void one_that_is_for_encryption_is_no_key_for_signatures() throws GeneralSecurityException, java.io.IOException {
        String json = PROVIDER.keySet().replace("\"use\":\"sig\"", "\"use\":\"enc\"");
        assertThat(Jwks.parse(json.getBytes(StandardCharsets.UTF_8)).keys())
                .extracting(Jwks.Key::kid)
                .containsExactly("ec", "ed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "use":"enc"                             | encryption
            "key_ops":["encrypt","wrapKey"]         | other operations
            "alg":"RS512"                           | another algorithm
            "alg":"HS256"                           | an algorithm with a secret
            "alg":"ES256"                           | an algorithm of another kind
            "use":"sig","key_ops":["deriveKey"]     | two things at odds
            """)
    void a_key_for_something_else_is_left_out(String member, String what) throws Exception {
        String json = PROVIDER.keySet().replace("\"use\":\"sig\"", member);
        assertThat(Jwks.parse(json.getBytes(StandardCharsets.UTF_8)).keys())
                .as(what)
                .extracting(Jwks.Key::kid)
                .containsExactly("ec", "ed");
    }

    @Test
    void one_malformed_key_or_certificate_spoils_no_other() throws Exception {
        String json = PROVIDER.keySet()
                .replace("\"kid\":\"rsa\"", "\"kid\":\"rsa\",\"x5c\":[\"no certificate\"],\"x5u\":\"no address\"")
                .replace("[{", "[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"},{\"kty\":[]},{");
        assertThat(Jwks.parse(json.getBytes(StandardCharsets.UTF_8)).keys())
                .extracting(Jwks.Key::kid)
                .containsExactly("rsa", "ec", "ed");
    }
}
