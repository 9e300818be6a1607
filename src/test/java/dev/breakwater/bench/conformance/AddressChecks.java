package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The addresses of documents and of single versions: spellings of names, and what is not there. */
final class AddressChecks {
    private static final String API = "npm registry, docs/REGISTRY-API.md";
    private static final String SPELLING = "npm (npm-package-arg, escapedName)";

    private AddressChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check(
                        "@scope%2fname is the package",
                        SPELLING, it -> spelt(it, it.fixture().replace("/", "%2f"))),
                check(
                        "@scope%2Fname is the package",
                        "RFC 3986 §2.1; yarn", it -> spelt(it, it.fixture().replace("/", "%2F"))),
                check("@scope/name is the package", "yarn 1; browsers", it -> spelt(it, it.fixture())),
                check(
                        "%40scope%2fname is the package",
                        "RFC 3986 §2.3",
                        it -> spelt(it, it.fixture().replace("@", "%40").replace("/", "%2f"))),
                check("capitals count in names", "npm docs, package.json", AddressChecks::capitals),
                check(
                        "an unknown query changes nothing",
                        API,
                        it -> it.get(escaped(it.fixture()) + "?x=y").is(200)),
                check(
                        "?write=true has the revision",
                        "npm (libnpmpublish, unpublish)",
                        it -> unless(
                                !it.get(escaped(it.fixture()) + "?write=true")
                                        .is(200)
                                        .json()
                                        .path("_rev")
                                        .asString("")
                                        .isEmpty(),
                                "there is no _rev")),
                check("/name/version is that manifest", API, it -> manifest(it, it.plain(), "1.0.0", "1.0.0")),
                check(
                        "/@scope%2fname/version is that manifest",
                        API, it -> manifest(it, escaped(it.fixture()), "1.0.0", "1.0.0")),
                check("/@scope/name/version is that manifest", API, it -> manifest(it, it.fixture(), "1.0.0", "1.0.0")),
                check(
                        "/name/latest is the version of the tag",
                        API,
                        it -> manifest(it, escaped(it.fixture()), "latest", "1.1.0")),
                check(
                        "/name/tag is the version of the tag",
                        API,
                        it -> manifest(it, escaped(it.fixture()), "beta", "2.0.0-beta.1")),
                check(
                        "a version that does not exist is 404",
                        API,
                        it -> it.get(escaped(it.fixture()) + "/9.9.9").is(404).explains()),
                check(
                        "a tag that does not exist is 404",
                        API,
                        it -> it.get(escaped(it.fixture()) + "/no-such-tag")
                                .is(404)
                                .explains()),
                check("a package that does not exist is 404", API, it -> {
                    it.get(it.unusedPlain()).is(404).explains();
                    it.get(escaped(it.unused())).is(404).explains();
                }),
                check(
                        "it is 404 in the install form too",
                        "npm, pnpm, yarn",
                        it -> it.get(escaped(it.unused()), "Accept: " + INSTALL)
                                .is(404)
                                .explains()),
                check(
                        "a version of no package is 404",
                        API,
                        it -> it.get(it.unusedPlain() + "/1.0.0").is(404).explains()),
                check("HEAD of no package is 404 without a body", "RFC 9110 §9.3.2; pnpm", it -> {
                    CheckAnswer got =
                            it.send("HEAD", it.unusedPlain(), "", "Accept: */*").is(404);
                    unless(got.body().length == 0, "HEAD has a body");
                }));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("addresses", name, source, body);
    }

    private static void spelt(CheckedRegistry it, String path) throws UnmetCheck, IOException, InterruptedException {
        for (String accept : List.of("application/json", INSTALL)) {
            String name = it.get(path, "Accept: " + accept)
                    .is(200)
                    .json()
                    .path("name")
                    .asString("");
            unless(name.equals(it.fixture()), "the document is of " + name);
        }
    }

    private static void capitals(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String other = it.plain().toUpperCase(Locale.ROOT);
        CheckAnswer got = it.get(other);
        unless(
                got.status() != 200 || got.json().path("name").asString("").equals(other),
                other + " is answered with " + got.status() + " and a document of another name");
    }

    private static void manifest(CheckedRegistry it, String name, String selector, String version)
            throws UnmetCheck, IOException, InterruptedException {
        JsonNode manifest = it.get(name + "/" + selector).is(200).json();
        unless(manifest.path("version").asString("").equals(version), "the version is " + manifest.path("version"));
        String tarball = manifest.path("dist").path("tarball").asString("");
        unless(tarball.startsWith(it.url()), "the tarball is at " + tarball);
    }
}
