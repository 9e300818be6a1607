package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.testing.NpmSigner;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Packages that the checked registry has from another one, which must serve {@link #corpus}. The last checks break that one, and
 * heal it.
 *
 * @param behind the registry that the checked one asks
 */
public record UpstreamChecks(NpmCorpus corpus, NpmRegistry behind) {
    private static final String PLAIN = "up-plain";
    private static final String SCOPED = "@up/scoped";

    /** Packages as these checks expect them; {@code signer} signs them. */
    public static NpmCorpus corpus(NpmSigner signer) {
        NpmCorpus corpus = new NpmCorpus(signer);
        for (String name : List.of(PLAIN, SCOPED)) {
            corpus.publish(name, "1.0.0", Map.of(), 300).publish(name, "1.1.0", Map.of("up-plain", "^1.0.0"), 900);
        }
        return corpus;
    }

    /** The checks, for one at a time. */
    public List<RegistryCheck> all() {
        return List.of(
                check("its documents have its versions and tags", "npm, pnpm, yarn", this::documents),
                check("the install form is marked as such", "npm registry, docs/responses/package-metadata.md", it -> {
                    CheckAnswer got = it.get(PLAIN, "Accept: " + INSTALL).is(200);
                    unless(
                            got.type().equals(INSTALL) || got.json().has("time"),
                            "the install form is called " + got.type());
                }),
                check("its times are kept", "pnpm, yarn 4 (minimum ages)", it -> {
                    JsonNode time = it.document(PLAIN).path("time");
                    unless(time.path("1.1.0").asString("").startsWith("2024-01-01T01:00:00"), "the times are " + time);
                }),
                check("its signatures are kept", "npm audit signatures", it -> {
                    for (JsonNode manifest : it.document(PLAIN).path("versions")) {
                        unless(
                                manifest.path("dist").path("signatures").size() == 1,
                                "a manifest has none: " + manifest);
                    }
                }),
                check("its integrity is kept", "npm (ssri), lock files", it -> {
                    for (String version : List.of("1.0.0", "1.1.0")) {
                        String integrity = it.document(SCOPED)
                                .path("versions")
                                .path(version)
                                .path("dist")
                                .path("integrity")
                                .asString("");
                        unless(integrity.equals(corpus.integrity(SCOPED, version)), "the integrity is " + integrity);
                    }
                }),
                check("tarballs are at the client's own address", "npm 12, allow-remote; yarn 4", it -> {
                    for (JsonNode manifest : it.document(SCOPED).path("versions")) {
                        String tarball = manifest.path("dist").path("tarball").asString("");
                        unless(tarball.startsWith(it.url()), "the tarball is at " + tarball);
                    }
                }),
                check("tarballs are its bytes, without a document before", "npm ci", it -> {
                    for (String name : List.of(PLAIN, SCOPED)) {
                        byte[] got = it.get(CheckedRegistry.tarball(name, "1.1.0"))
                                .is(200)
                                .decoded();
                        unless(Arrays.equals(got, corpus.tarball(name, "1.1.0")), "the bytes are others");
                    }
                }),
                check("a document is validated by its ETag", "RFC 9110 §13.1.2", it -> it.validates(escaped(SCOPED))),
                check("a version and a tag have addresses", "npm registry, docs/REGISTRY-API.md", it -> {
                    for (String selector : List.of("1.1.0", "latest")) {
                        JsonNode manifest =
                                it.get(escaped(SCOPED) + "/" + selector).is(200).json();
                        unless(manifest.path("version").asString("").equals("1.1.0"), "the version is another");
                    }
                }),
                check("HEAD is GET without the body", "RFC 9110 §9.3.2; pnpm", it -> {
                    unless(it.send("HEAD", PLAIN, "", "Accept: */*").is(200).body().length == 0, "HEAD has a body");
                    unless(
                            it.send("HEAD", CheckedRegistry.tarball(PLAIN, "1.0.0"), "")
                                            .is(200)
                                            .body()
                                            .length
                                    == 0,
                            "HEAD has a body");
                }),
                check(
                        "its tags can be read",
                        "npm (lib/commands/dist-tag.js)",
                        it -> unless(
                                it.get("-/package/" + PLAIN + "/dist-tags")
                                        .is(200)
                                        .json()
                                        .path("latest")
                                        .asString("")
                                        .equals("1.1.0"),
                                "latest is another version")),
                check("what it does not have is 404", "npm, pnpm, yarn", it -> {
                    it.get("up-none").is(404).explains();
                    it.get("@up%2fnone", "Accept: " + INSTALL).is(404).explains();
                    it.get(CheckedRegistry.tarball(PLAIN, "9.9.9")).is(404).explains();
                }),
                check(
                        "while it fails, what is unknown is no 404",
                        "npm: 404 is final, 5xx is not",
                        it -> failing(it, () -> unless(it.get("up-unasked").status() >= 500, "it is called 404"))),
                check(
                        "while it fails, its documents are still served",
                        "npm install in an outage",
                        it -> failing(
                                it, () -> it.get(PLAIN, "Accept: " + INSTALL).is(200))),
                check(
                        "while it fails, tarballs are still served",
                        "npm ci in an outage",
                        it -> failing(
                                it,
                                () -> it.get(CheckedRegistry.tarball(SCOPED, "1.1.0"))
                                        .is(200))));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("upstream", name, source, body);
    }

    private void documents(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String name : List.of(PLAIN, SCOPED)) {
            JsonNode document = it.document(name);
            unless(
                    Manifests.names(document.path("versions")).equals(Set.copyOf(corpus.versions(name))),
                    "the versions are " + Manifests.names(document.path("versions")));
            unless(document.path("dist-tags").path("latest").asString("").equals("1.1.0"), "latest is another version");
        }
    }

    private interface OutageQuestion {
        void ask() throws UnmetCheck, IOException, InterruptedException;
    }

    private void failing(CheckedRegistry it, OutageQuestion asking)
            throws UnmetCheck, IOException, InterruptedException {
        it.get(PLAIN).is(200);
        it.get(CheckedRegistry.tarball(SCOPED, "1.1.0")).is(200);
        behind.fault(Fault.STATUS_503);
        try {
            asking.ask();
        } finally {
            behind.heal();
        }
    }
}
