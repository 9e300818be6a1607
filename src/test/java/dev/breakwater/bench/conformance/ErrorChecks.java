package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.util.List;

/** Requests that fail: with a status that says whose fault it is, and a text that npm prints. */
final class ErrorChecks {
    private static final String WORDS = "npm (npm-registry-fetch, HttpErrorBase)";
    private static final String NAMES = "npm (validate-npm-package-name)";

    private ErrorChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check(
                        "publishing without a token is 401 or 403",
                        "RFC 9110 §15.5.2",
                        it -> it.anonymous()
                                .publish(NpmPublication.of(it.unused(), "1.0.0", "x"))
                                .is(401, 403)
                                .explains()),
                check(
                        "publishing with a wrong token is 401 or 403",
                        "RFC 9110 §15.5.2",
                        it -> it.as("nonsense")
                                .publish(NpmPublication.of(it.unused(), "1.0.0", "x"))
                                .is(401, 403)
                                .explains()),
                check("publishing by a reader is 403", "RFC 9110 §15.5.4", it -> {
                    String name = it.unused();
                    it.reader()
                            .publish(NpmPublication.of(name, "1.0.0", "x"))
                            .is(403)
                            .explains();
                    it.get(escaped(name)).is(404);
                }),
                check("401 says how to authenticate", "RFC 9110 §15.5.2", it -> {
                    for (CheckAnswer got : List.of(
                            it.anonymous().publish(NpmPublication.of(it.unused(), "1.0.0", "x")),
                            it.as("nonsense").get("-/whoami"))) {
                        unless(
                                got.status() != 401
                                        || !got.header("www-authenticate").isEmpty(),
                                "401 without WWW-Authenticate");
                    }
                }),
                check("401 asks for no one-time password", WORDS + ", EOTP", it -> {
                    CheckAnswer got = it.as("nonsense").get("-/whoami");
                    unless(!got.header("www-authenticate").contains("otp"), "npm would ask for a one-time password");
                }),
                check("an error in JSON is typed as such", "RFC 9110 §8.3", it -> {
                    for (CheckAnswer got : List.of(
                            it.get(escaped(it.unused())),
                            it.get(CheckedRegistry.tarball(it.fixture(), "9.9.9")),
                            it.put(escaped(it.unused()), "["))) {
                        unless(got.type().equals("application/json"), got.what() + " has the type " + got.type());
                    }
                }),
                check(
                        "a wrong body is explained",
                        WORDS,
                        it -> it.put(escaped(it.unused()), "[").isRefused().explains()),
                check("a name of more than 214 characters is refused", NAMES, it -> {
                    it.get("a".repeat(215)).is(400, 404, 414).explains();
                    it.publish(NpmPublication.of(it.unused() + "a".repeat(215), "1.0.0", "x"))
                            .isRefused();
                }),
                check(
                        "a path of 6,000 characters is refused",
                        "RFC 9110 §15.5.15",
                        it -> it.raw("GET", "a".repeat(6_000)).isRefused()),
                check("names that begin with a dot or a line are refused", NAMES, it -> {
                    for (String name : List.of(".hidden", "_own", "@.scope%2fname")) {
                        it.get(name).isRefused();
                        it.publish(NpmPublication.of(name.replace("%2f", "/"), "1.0.0", "x"))
                                .isRefused();
                    }
                }),
                check("names that no address has are refused", NAMES, it -> {
                    for (String name : List.of("a%20b", "a%5cb", "a%3fb", "%e4%b8%ad")) {
                        it.get(name).isRefused();
                    }
                }),
                check("a path with a broken escape is refused", "RFC 3986 §2.1", it -> {
                    it.raw("GET", "a%zz").isRefused();
                    it.raw("GET", "a%").isRefused();
                }),
                check(
                        "a zero byte is refused",
                        "RFC 9110 §17.1",
                        it -> it.raw("GET", "a%00b").isRefused()),
                check("a path that climbs is refused", "RFC 9110 §17.3", it -> {
                    it.raw("GET", "..%2f..%2f..%2fetc%2fpasswd").isRefused();
                    it.raw("GET", "%2e%2e/%2e%2e/etc/passwd").isRefused();
                }),
                check(
                        "a service that does not exist is refused",
                        "npm registry, docs/REGISTRY-API.md",
                        it -> it.get("-/no/such/service").isRefused().explains()),
                check("a method that does not exist is refused", "RFC 9110 §15.5.6, §15.6.2", it -> {
                    CheckAnswer got = it.send("BREW", escaped(it.fixture()), "").is(400, 404, 405, 501);
                    unless(got.status() != 405 || !got.header("allow").isEmpty(), "405 without Allow");
                }),
                check("POST to a package is refused", "RFC 9110 §15.5.6", it -> {
                    CheckAnswer got =
                            it.send("POST", escaped(it.fixture()), "{}").isRefused();
                    unless(got.status() != 405 || !got.header("allow").isEmpty(), "405 without Allow");
                }),
                check("DELETE of a package without a revision removes nothing", "npm (libnpmpublish)", it -> {
                    String name = it.published();
                    it.delete(escaped(name)).isRefused();
                    it.document(name);
                }),
                check("404 tells caches nothing for long", "CI: publish after a 404; RFC 9111 §4.2", it -> {
                    String control = it.get(escaped(it.unused())).is(404).header("cache-control");
                    unless(!control.matches(".*(immutable|max-age=\\d{4,}).*"), "Cache-Control of 404 is " + control);
                }));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("errors", name, source, body);
    }
}
