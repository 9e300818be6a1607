package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Publishing: what is accepted, what is refused, and what readers then see. */
final class PublishChecks {
    private static final String CLI = "npm (libnpmpublish)";
    private static final String NEVER = "npm docs, npm publish: a version is never published twice";

    private PublishChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("a new package is created", CLI + "; RFC 9110 §15.3.2", it -> {
                    it.publish(NpmPublication.of(it.unusedPlain(), "1.0.0", "x"))
                            .is(200, 201);
                    it.publish(NpmPublication.of(it.unused(), "1.0.0", "x"))
                            .is(200, 201)
                            .json();
                }),
                check("a scoped name may be sent unescaped", "RFC 3986 §2.2", it -> {
                    String name = it.unused();
                    it.put(name, NpmPublication.of(name, "1.0.0", "x").json()).succeeds();
                    it.document(name);
                }),
                check("it is installable at once", "CI: publish, then install", PublishChecks::atOnce),
                check("the next version becomes latest", "npm docs, dist-tag", it -> {
                    String name = it.published();
                    tags(it, name, "1.1.0", "");
                }),
                check("--tag sets that tag and leaves latest", "npm docs, npm publish --tag", it -> {
                    String name = it.published();
                    it.publish(NpmPublication.of(name, "2.0.0", "x").tagged("next"))
                            .succeeds();
                    tags(it, name, "1.1.0", "2.0.0");
                }),
                check("a first version with --tag has that tag", "npm docs, npm publish --tag", it -> {
                    String name = it.unused();
                    it.publish(NpmPublication.of(name, "1.0.0", "x").tagged("next"))
                            .succeeds();
                    JsonNode tags = it.document(name).path("dist-tags");
                    unless(tags.path("next").asString("").equals("1.0.0"), "the tags are " + tags);
                }),
                check("a package always has latest", "npm registry, docs/responses/package-metadata.md", it -> {
                    String name = it.unused();
                    it.publish(NpmPublication.of(name, "1.0.0", "x").tagged("next"))
                            .succeeds();
                    JsonNode tags = it.document(name).path("dist-tags");
                    unless(tags.has("latest"), "the tags are " + tags);
                }),
                check("an older version may be published later", "npm docs, npm publish", it -> {
                    String name = it.published();
                    it.publish(NpmPublication.of(name, "0.9.0", "x").tagged("old"))
                            .succeeds();
                    unless(it.document(name).path("versions").size() == 3, "a version is missing");
                }),
                check("other bytes for a version are refused", NEVER, PublishChecks::otherBytes),
                check(
                        "with 403 or 409",
                        CLI + ", EPUBLISHCONFLICT",
                        it -> it.publish(NpmPublication.of(it.published(), "1.1.0", "other"))
                                .is(403, 409)
                                .explains()),
                check("the same bytes again change nothing", NEVER + "; RFC 9110 §9.2.2", PublishChecks::again),
                check("a wrong integrity never reaches a client", "npm (ssri, EINTEGRITY)", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    consistent(
                            it,
                            sent,
                            sent.json()
                                    .replace(
                                            sent.integrity(),
                                            sent.with(new byte[9]).integrity()));
                }),
                check("a wrong shasum never reaches a client", "npm (ssri, EINTEGRITY)", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    consistent(
                            it,
                            sent,
                            sent.json()
                                    .replaceFirst("\"shasum\":\"[0-9a-f]+\"", "\"shasum\":\"" + "0".repeat(40) + "\""));
                }),
                check("a wrong length never breaks a tarball", CLI + ", _attachments", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    consistent(it, sent, sent.json().replaceFirst("\"length\":\\d+", "\"length\":7"));
                }),
                check("a tarball that is not base64 is refused", CLI + ", _attachments", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    consistent(it, sent, sent.json().replaceFirst("\"data\":\"[^\"]+\"", "\"data\":\"%%%\""));
                }),
                check("a document of another name is refused", CLI, PublishChecks::otherName),
                check("a tarball of another package breaks nothing", "npm docs, package.json", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    sent = sent.with(NpmPublication.tarball("other", "1.0.0", "x"));
                    consistent(it, sent, sent.json());
                }),
                check("what is no semantic version is refused", "npm docs, package.json, version", it -> {
                    for (String version : List.of("1.x", "one", "")) {
                        it.publish(NpmPublication.of(it.unused(), version, "x")).isRefused();
                    }
                }),
                check("dist.tarball of the sender does not count", "npm 12, allow-remote", it -> {
                    String name = it.published();
                    String tarball = it.document(name)
                            .path("versions")
                            .path("1.0.0")
                            .path("dist")
                            .path("tarball")
                            .asString("");
                    unless(tarball.startsWith(it.url()), "the tarball is at " + tarball);
                }),
                check(
                        "documents do not carry tarballs",
                        CLI + ", _attachments",
                        it -> unless(
                                !it.get(escaped(it.fixture())).is(200).text().contains("\"data\":\""),
                                "the document has the data of an attachment")),
                check(
                        "versions that are sent at once are not lost",
                        "CouchDB, 409 on conflict",
                        PublishChecks::atATime),
                check("what is not JSON is refused", "RFC 9110 §15.5.1", it -> {
                    for (String body : List.of("[", "{\"name\":", "[]", "1", "")) {
                        it.put(escaped(it.unused()), body).isRefused();
                    }
                }),
                check("a document without versions is refused", CLI, it -> {
                    String name = it.unused();
                    CheckAnswer got = it.put(escaped(name), "{\"name\":\"" + name + "\"}");
                    unless(got.status() < 500, "it is answered with " + got.status());
                    unless(it.get(escaped(name)).status() == 404, "there is a package without versions");
                }));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("publish", name, source, body);
    }

    private static void atOnce(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.unused();
        it.get(escaped(name), "Accept: " + INSTALL).is(404);
        for (String version : List.of("1.0.0", "1.0.1")) {
            NpmPublication sent = NpmPublication.of(name, version, version);
            it.publish(sent).succeeds();
            for (String accept : List.of(INSTALL, "application/json")) {
                JsonNode versions = it.get(escaped(name), "Accept: " + accept)
                        .is(200)
                        .json()
                        .path("versions");
                unless(versions.has(version), "after its publication " + version + " is not in the document");
            }
            byte[] got = it.get(CheckedRegistry.tarball(name, version)).is(200).decoded();
            unless(Arrays.equals(got, sent.tarball()), "the bytes of " + version + " are others");
        }
    }

    private static void tags(CheckedRegistry it, String name, String latest, String next)
            throws UnmetCheck, IOException, InterruptedException {
        JsonNode tags = it.document(name).path("dist-tags");
        unless(
                tags.path("latest").asString("").equals(latest)
                        && tags.path("next").asString("").equals(next),
                "the tags are " + tags);
    }

    private static void otherBytes(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        it.publish(NpmPublication.of(name, "1.1.0", "other")).isRefused();
        byte[] got = it.get(CheckedRegistry.tarball(name, "1.1.0")).is(200).decoded();
        unless(Arrays.equals(got, NpmPublication.of(name, "1.1.0", "two").tarball()), "the bytes are others now");
        Manifests.requireOf(it.document(name).path("versions").path("1.1.0"), got);
    }

    private static void again(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        JsonNode before = it.document(name).path("versions");
        it.publish(NpmPublication.of(name, "1.1.0", "two")).is(200, 201, 403, 409);
        unless(it.document(name).path("versions").equals(before), "the versions have changed");
    }

    /** It is refused, or what is then served fits together. */
    private static void consistent(CheckedRegistry it, NpmPublication sent, String json)
            throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer got = it.put(escaped(sent.name()), json);
        unless(got.status() < 500, "it is answered with " + got.status() + ": " + got.text());
        CheckAnswer document = it.get(escaped(sent.name()));
        if (got.status() / 100 == 4) {
            document.is(404);
            it.get(CheckedRegistry.tarball(sent.name(), sent.version())).is(404);
            return;
        }
        JsonNode manifest = document.is(200).json().path("versions").path(sent.version());
        unless(manifest.path("name").asString("").equals(sent.name()), "the manifest is of " + manifest.path("name"));
        byte[] tarball = it.get(CheckedRegistry.tarball(sent.name(), sent.version()))
                .is(200)
                .decoded();
        Manifests.requireOf(manifest, tarball);
    }

    private static void otherName(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String asked = it.unused();
        String inside = it.unused();
        it.put(escaped(asked), NpmPublication.of(inside, "1.0.0", "x").json()).isRefused();
        it.get(escaped(asked)).is(404);
        it.get(escaped(inside)).is(404);
    }

    private static void atATime(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        Set<String> accepted = new ConcurrentSkipListSet<>();
        List<Thread> all = IntStream.range(0, 6)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    String version = "2." + i + ".0";
                    try {
                        if (it.publish(NpmPublication.of(name, version, version))
                                                .status()
                                        / 100
                                == 2) {
                            accepted.add(version);
                        }
                    } catch (IOException e) {
                        // not accepted, then
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("checks are not interrupted", e);
                    }
                }))
                .toList();
        for (Thread each : all) {
            each.join();
        }
        Set<String> found = Manifests.names(it.document(name).path("versions"));
        unless(found.containsAll(accepted), "of " + accepted + ", which were accepted, the document has " + found);
        for (String version : accepted) {
            it.get(CheckedRegistry.tarball(name, version)).is(200);
        }
    }
}
