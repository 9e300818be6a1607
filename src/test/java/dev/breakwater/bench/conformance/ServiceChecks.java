package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Everything below {@code /-/} but tags: ping, accounts, search, audits, keys, attestations. */
final class ServiceChecks {
    private static final String API = "npm registry, docs/REGISTRY-API.md";
    private static final String PROFILE = "npm (npm-profile)";
    private static final String AUDIT = "npm (arborist, AuditReport)";
    /** The group of the audits: some registries ask the public one for them, and no other. */
    static final String AUDITS = "audit";

    private static final String BULK = "-/npm/v1/security/advisories/bulk";
    private static final String SEARCH = "-/v1/search?text=";

    private ServiceChecks() {}

    static List<RegistryCheck> all() {
        return Stream.of(accounts(), searches(), audits(), keys())
                .flatMap(List::stream)
                .toList();
    }

    private static RegistryCheck check(String group, String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck(group, name, source, body);
    }

    private static List<RegistryCheck> accounts() {
        String group = "accounts";
        return List.of(
                check(group, "ping is JSON, with and without a token", "npm (lib/utils/ping.js)", it -> {
                    it.get("-/ping?write=true").is(200).json();
                    it.anonymous().get("-/ping").is(200).json();
                }),
                check(
                        group,
                        "whoami names the user",
                        "npm (lib/utils/get-identity.js)",
                        it -> unless(
                                !it.get("-/whoami")
                                        .is(200)
                                        .json()
                                        .path("username")
                                        .asString("")
                                        .isEmpty(),
                                "there is no username")),
                check(group, "without a token whoami names none", "npm (lib/utils/get-identity.js)", it -> {
                    CheckAnswer got = it.anonymous().get("-/whoami").is(200, 401, 403);
                    unless(
                            got.status() != 200
                                    || got.json().path("username").asString("").isEmpty(),
                            "the username is " + got.text());
                }),
                check(group, "with a wrong token whoami names none", "npm (lib/utils/get-identity.js)", it -> {
                    CheckAnswer got = it.as("nonsense").get("-/whoami").is(200, 401, 403);
                    unless(
                            got.status() != 200
                                    || got.json().path("username").asString("").isEmpty(),
                            "the username is " + got.text());
                }),
                check(group, "a login with the password gets a token that works", PROFILE + ", loginCouch", it -> {
                    String token = login(it, it.access().password())
                            .is(200, 201)
                            .json()
                            .path("token")
                            .asString("");
                    unless(!token.isEmpty(), "there is no token");
                    it.as(token).get("-/whoami").is(200);
                    it.as(token).get(escaped(it.fixture())).is(200);
                }),
                check(
                        group,
                        "a login with a wrong password is 401",
                        PROFILE + ", loginCouch",
                        it -> login(it, "wrong-" + it.access().password())
                                .is(401)
                                .explains()),
                check(
                        group,
                        "a login that is no JSON is refused",
                        PROFILE + ", loginCouch",
                        it -> it.anonymous()
                                .put("-/user/org.couchdb.user:" + it.access().user(), "[")
                                .isRefused()),
                check(group, "the login page exists, or npm falls back", PROFILE + ", loginWeb", it -> {
                    CheckAnswer got = it.anonymous()
                            .send("POST", "-/v1/login", "{\"hostname\":\"x\"}", "Content-Type: application/json");
                    unless(
                            got.status() / 100 == 4
                                    || (got.succeeds().json().has("loginUrl")
                                            && got.json().has("doneUrl")),
                            "neither 4xx nor addresses: " + got.text());
                }),
                check(group, "logout is accepted", "npm (lib/commands/logout.js)", it -> {
                    String token = login(it, it.access().password())
                            .is(200, 201)
                            .json()
                            .path("token")
                            .asString("");
                    it.as(token)
                            .delete("-/user/token/"
                                    + token.replace("=", "%3D")
                                            .replace("/", "%2F")
                                            .replace("+", "%2B"))
                            .succeeds();
                }),
                check(group, "a user and a password read packages", "npm docs, _auth", it -> {
                    String basic = basic(it.access().user(), it.access().password());
                    it.get(escaped(it.fixture()), "Authorization: " + basic).is(200);
                }),
                check(group, "the profile is JSON, or is refused", PROFILE + ", get", it -> {
                    CheckAnswer got = it.get("-/npm/v1/user");
                    unless(got.status() == 200 || got.status() / 100 == 4, "it is answered with " + got.status());
                    got.json();
                }),
                check(group, "the list of tokens is JSON, or is refused", PROFILE + ", listTokens", it -> {
                    CheckAnswer got = it.get("-/npm/v1/tokens");
                    unless(got.status() / 100 == 4 || got.is(200).json().has("objects"), "tokens: " + got.text());
                    got.json();
                }),
                check(
                        group,
                        "an exchange of a false OIDC token is refused",
                        "npm (lib/utils/oidc.js)",
                        it -> it.as("nonsense")
                                .send("POST", "-/npm/v1/oidc/token/exchange/package/" + escaped(it.fixture()), "{}")
                                .isRefused()));
    }

    /** As npm-profile logs in: a user who exists already is told again, with the password as a credential. */
    private static CheckAnswer login(CheckedRegistry it, String password)
            throws UnmetCheck, IOException, InterruptedException {
        String user = it.access().user();
        String path = "-/user/org.couchdb.user:" + user;
        String body = "{\"_id\":\"org.couchdb.user:" + user + "\",\"name\":\"" + user + "\",\"password\":\"" + password
                + "\",\"type\":\"user\",\"roles\":[]}";
        CheckAnswer first = it.anonymous().put(path, body);
        if (first.status() != 409) {
            return first;
        }
        CheckAnswer known = it.anonymous().get(path + "?write=true");
        String revision = known.status() == 200 ? known.json().path("_rev").asString("undefined") : "undefined";
        return it.send(
                "PUT",
                path + "/-rev/" + revision,
                body,
                "Content-Type: application/json",
                "Authorization: " + basic(user, password));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static List<RegistryCheck> searches() {
        String group = "search";
        return List.of(
                check(group, "the answer has objects and a total", API, it -> {
                    JsonNode found = it.get(SEARCH + it.plain()).is(200).json();
                    unless(found.path("objects").isArray(), "objects is " + found.path("objects"));
                    unless(found.path("total").isNumber(), "total is " + found.path("total"));
                }),
                check(group, "a published package is found by its name", "npm (libnpmsearch)", it -> {
                    found(it, it.plain());
                    found(it, it.fixture());
                }),
                check(group, "a result has name and version", API, it -> {
                    for (JsonNode each :
                            it.get(SEARCH + it.plain()).is(200).json().path("objects")) {
                        unless(
                                each.path("package").has("name")
                                        && each.path("package").has("version"),
                                "a result is " + each);
                    }
                }),
                check(group, "size limits the results", API, it -> {
                    String prefix = it.access().prefix().replaceAll("\\W+$", "");
                    JsonNode found =
                            it.get(SEARCH + prefix + "&size=1").is(200).json().path("objects");
                    unless(found.size() <= 1, "there are " + found.size() + " results");
                }),
                check(group, "from skips results", API, it -> {
                    JsonNode found = it.get(SEARCH + it.plain() + "&from=1000&size=20")
                            .is(200)
                            .json()
                            .path("objects");
                    unless(found.size() == 0, "there are " + found.size() + " results");
                }),
                check(group, "a size that is no number is no error of the server's", "RFC 9110 §15.6", it -> {
                    int status = it.get(SEARCH + it.plain() + "&size=x&from=-1").status();
                    unless(status < 500, "it is answered with " + status);
                }),
                check(group, "what is unpublished is not found", "npm (libnpmsearch)", it -> {
                    String name = it.unusedPlain();
                    it.publish(NpmPublication.of(name, "1.0.0", "x")).succeeds();
                    found(it, name);
                    String revision = it.get(name + "?write=true")
                            .is(200)
                            .json()
                            .path("_rev")
                            .asString("none");
                    it.delete(name + "/-rev/" + revision).succeeds();
                    unless(!names(it, name).contains(name), "it is still found");
                }));
    }

    private static List<String> names(CheckedRegistry it, String text)
            throws UnmetCheck, IOException, InterruptedException {
        JsonNode found = it.get(SEARCH + escaped(text)).is(200).json().path("objects");
        return found.valueStream()
                .map(each -> each.path("package").path("name").asString(""))
                .toList();
    }

    private static void found(CheckedRegistry it, String name) throws UnmetCheck, IOException, InterruptedException {
        List<String> names = names(it, name);
        unless(names.contains(name), name + " is not among " + names);
    }

    private static List<RegistryCheck> audits() {
        String group = AUDITS;
        return List.of(
                check(
                        group,
                        "an audit is answered, or fails as JSON",
                        AUDIT,
                        it -> audited(
                                it.send("POST", BULK, "{\"left-pad\":[\"1.3.0\"]}", "Content-Type: application/json"))),
                check(group, "an audit in gzip is the same", "npm: sends gzip; RFC 9110 §8.4", it -> {
                    String body = "{\"left-pad\":[\"1.3.0\"]}";
                    int plain = it.send("POST", BULK, body, "Content-Type: application/json")
                            .status();
                    byte[] gzip = NpmPublication.gzip(body.getBytes(StandardCharsets.UTF_8));
                    CheckAnswer got =
                            it.send("POST", BULK, gzip, "Content-Type: application/json", "Content-Encoding: gzip");
                    unless(got.status() == plain, "in gzip it is " + got.status() + ", else " + plain);
                }),
                check(group, "an audit that is no JSON is refused", "RFC 9110 §15.5.1", it -> {
                    int status = it.send("POST", BULK, "[", "Content-Type: application/json")
                            .status();
                    unless(status / 100 == 4 || status == 503 || status == 501, "it is answered with " + status);
                }),
                check(
                        group,
                        "the older audit is answered, or fails as JSON",
                        "yarn 1; npm 6",
                        it -> audited(it.send(
                                "POST",
                                "-/npm/v1/security/audits/quick",
                                "{\"name\":\"x\",\"version\":\"1.0.0\",\"requires\":{},\"dependencies\":{}}",
                                "Content-Type: application/json"))));
    }

    private static List<RegistryCheck> keys() {
        String group = "keys";
        return List.of(
                check(group, "keys are complete, or there are none", "npm (lib/utils/verify-signatures.js)", it -> {
                    CheckAnswer got = it.anonymous().get("-/npm/v1/keys").is(200, 400, 404);
                    if (got.status() == 200) {
                        for (JsonNode key : got.json().path("keys")) {
                            for (String member : List.of("keyid", "keytype", "scheme", "key", "expires")) {
                                unless(key.has(member), "a key has no " + member + ": " + key);
                            }
                        }
                    }
                }),
                check(group, "every signature is verified by a key", "npm (pacote, verifySignatures)", it -> {
                    Signatures.verify(it, it.fixture());
                    Signatures.verify(it, it.plain());
                }),
                check(
                        group,
                        "attestations of a version without are 404",
                        "npm (pacote, verifyAttestations)",
                        it -> it.get("-/npm/v1/attestations/" + escaped(it.fixture()) + "@1.0.0")
                                .is(404)
                                .explains()),
                check(group, "attestations that a manifest names are there", "npm (pacote, verifyAttestations)", it -> {
                    for (JsonNode manifest : it.document(it.fixture()).path("versions")) {
                        String url = manifest.path("dist")
                                .path("attestations")
                                .path("url")
                                .asString("");
                        if (!url.isEmpty()) {
                            unless(url.startsWith(it.url()), "they are at " + url);
                            it.get(url.substring(it.url().length())).is(200).json();
                        }
                    }
                }));
    }

    private static void audited(CheckAnswer got) throws UnmetCheck {
        unless(
                got.status() == 200 || got.status() / 100 == 4 || got.status() == 501 || got.status() == 503,
                "it is answered with " + got.status());
        unless(got.json().isObject(), "the answer is " + got.text());
        unless(got.status() == 200 || got.json().has("error"), "an error without a text: " + got.text());
    }
}
