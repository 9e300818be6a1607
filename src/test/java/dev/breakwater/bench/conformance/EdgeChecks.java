package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.CheckedRegistry.tarball;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is rare, and allowed: odd headers, odd texts, large files, and what is left after something went. */
final class EdgeChecks {
    private static final String CLI = "npm (libnpmpublish)";
    private static final String ODD = "ünï \\\"quoted\\\" 中文 \\u2028 \\\\ </script> 🙂";

    private EdgeChecks() {}

    static List<RegistryCheck> all() {
        return Stream.of(http(), content(), remains()).flatMap(List::stream).toList();
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("edges", name, source, body);
    }

    private static List<RegistryCheck> http() {
        return List.of(
                check(
                        "the word bearer has no case",
                        "RFC 9110 §11.1",
                        it -> it.get(
                                        "-/whoami",
                                        "Authorization: bearer " + it.access().publisher())
                                .is(200)),
                check("a HEAD with the current ETag is 304 or 200", "RFC 9110 §13.1.2", it -> {
                    String tag = it.get(escaped(it.fixture())).is(200).header("etag");
                    it.send("HEAD", escaped(it.fixture()), "", "If-None-Match: " + (tag.isEmpty() ? "\"x\"" : tag))
                            .is(200, 304);
                }),
                check("If-Range with the date of the tarball", "RFC 9110 §13.1.5", it -> {
                    String path = tarball(it.fixture(), "1.0.0");
                    String date = it.get(path).is(200).header("last-modified");
                    if (!date.isEmpty()) {
                        CheckAnswer got = it.get(path, "Range: bytes=0-9", "If-Range: " + date)
                                .is(200, 206);
                        unless(got.status() == 200 || got.body().length == 10, "the part has " + got.body().length);
                    }
                    it.get(path, "Range: bytes=0-9", "If-Range: Mon, 01 Jan 1990 00:00:00 GMT")
                            .is(200);
                }),
                check("several ranges are parts, one range, or all", "RFC 9110 §15.3.7.2", it -> {
                    CheckAnswer got = it.get(tarball(it.fixture(), "1.0.0"), "Range: bytes=0-1,20-29")
                            .is(200, 206);
                    unless(
                            got.status() == 200
                                    || got.type().equals("multipart/byteranges")
                                    || !got.header("content-range").isEmpty(),
                            "206 says neither Content-Range nor multipart/byteranges");
                }),
                check("many overlapping ranges cost nothing", "RFC 9110 §17.15", it -> {
                    CheckAnswer got = it.get(tarball(it.fixture(), "1.0.0"), "Range: bytes=" + "0-,".repeat(200) + "0-")
                            .is(200, 206, 400, 416);
                    unless(got.body().length < 100_000, "the answer has " + got.body().length + " bytes");
                }),
                check("a range of a document is of what is sent", "RFC 9110 §14.2", it -> {
                    CheckAnswer all = it.get(escaped(it.fixture()), "Accept-Encoding: gzip")
                            .is(200);
                    CheckAnswer got = it.get(escaped(it.fixture()), "Accept-Encoding: gzip", "Range: bytes=5-9")
                            .is(200, 206);
                    unless(
                            got.status() == 200 || Arrays.equals(got.body(), Arrays.copyOfRange(all.body(), 5, 10)),
                            "the part is not one of the coded bytes");
                }),
                check("a chunked publication is accepted, or 411", "RFC 9112 §6.3", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    it.chunked(escaped(sent.name()), sent.json(), false).is(200, 201, 411);
                }),
                check("a publisher may wait for 100 Continue", "RFC 9110 §10.1.1", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    it.chunked(escaped(sent.name()), sent.json(), true).is(200, 201, 411, 417);
                }),
                check(
                        "a long Accept is no error",
                        "RFC 9110 §12.5.1",
                        it -> it.get(escaped(it.fixture()), "Accept: " + "text/x-a;q=0.1, ".repeat(120) + "*/*")
                                .is(200)),
                check("a broken query is no error of the server's", "RFC 9110 §15.6", it -> {
                    int status = it.raw("GET", escaped(it.fixture()) + "?write=%zz&&=")
                            .status();
                    unless(status < 500, "it is answered with " + status);
                }));
    }

    private static List<RegistryCheck> content() {
        return List.of(
                check("texts of any script are kept", "RFC 8259 §8", it -> {
                    String name = it.unused();
                    it.publish(NpmPublication.of(name, "1.0.0", "x")
                                    .with("\"description\":\"d\",\"x-odd\":\"" + ODD + "\""))
                            .succeeds();
                    String odd = it.document(name)
                            .path("versions")
                            .path("1.0.0")
                            .path("x-odd")
                            .asString("");
                    unless(odd.equals("ünï \"quoted\" 中文 \u2028 \\ </script> 🙂"), "the text is " + odd);
                }),
                check("numbers are kept", "RFC 8259 §6", it -> {
                    String name = it.unused();
                    it.publish(NpmPublication.of(name, "1.0.0", "x").with("\"x-n\":[1.5,-7,9007199254740991]"))
                            .succeeds();
                    String numbers = it.document(name)
                            .path("versions")
                            .path("1.0.0")
                            .path("x-n")
                            .toString();
                    unless(numbers.equals("[1.5,-7,9007199254740991]"), "the numbers are " + numbers);
                }),
                check("a tarball of 3 MB", CLI, it -> {
                    byte[] noise = new byte[1_500_000];
                    new SplittableRandom(7).nextBytes(noise);
                    NpmPublication sent = NpmPublication.of(
                            it.unused(), "1.0.0", HexFormat.of().formatHex(noise));
                    it.publish(sent).succeeds();
                    byte[] got = it.get(tarball(sent.name(), "1.0.0")).is(200).decoded();
                    unless(Arrays.equals(got, sent.tarball()), "the bytes are others");
                }),
                check("a tag for a version that is not sent", CLI + ", dist-tags", it -> {
                    NpmPublication sent = NpmPublication.of(it.unused(), "1.0.0", "x");
                    CheckAnswer got = it.put(
                            escaped(sent.name()),
                            sent.json().replace("\"dist-tags\":{", "\"dist-tags\":{\"none\":\"9.9.9\","));
                    unless(got.status() < 500, "it is answered with " + got.status());
                    if (got.status() / 100 == 2) {
                        JsonNode document = it.document(sent.name());
                        for (JsonNode version : document.path("dist-tags")) {
                            unless(document.path("versions").has(version.asString("")), "a tag names " + version);
                        }
                    }
                }),
                check(
                        "a range in place of a version is no error of the server's",
                        "npm registry, docs/REGISTRY-API.md",
                        it -> {
                            for (String range : List.of("%5E1.0.0", "1.x", "%3E%3D1.0.0%20%3C2", "*")) {
                                int status = it.get(escaped(it.fixture()) + "/" + range)
                                        .status();
                                unless(status < 500, range + " is answered with " + status);
                            }
                        }),
                check("odd tags are no error of the server's", "npm (lib/commands/dist-tag.js)", it -> {
                    String name = it.published();
                    for (String tag : List.of("a%20b", "..%2fx", "%40x", "1.x", "%5E1", "__proto__", "t".repeat(300))) {
                        int status = it.put("-/package/" + escaped(name) + "/dist-tags/" + tag, "\"1.0.0\"")
                                .status();
                        unless(status < 500, tag + " is answered with " + status);
                    }
                    unless(
                            it.document(name)
                                    .path("dist-tags")
                                    .path("latest")
                                    .asString("")
                                    .equals("1.1.0"),
                            "latest has moved");
                }),
                check("odd searches are no error of the server's", "npm (libnpmsearch)", it -> {
                    for (String text : List.of("", "%25", "author:x%20keywords:y", "%00", "(%5B*", "a".repeat(1_000))) {
                        int status = it.get("-/v1/search?text=" + text).status();
                        unless(status < 500 || status == 503, text + " is answered with " + status);
                    }
                }));
    }

    private static List<RegistryCheck> remains() {
        return List.of(
                check("all versions are deprecated at once", "npm (lib/commands/deprecate.js)", it -> {
                    String name = it.published();
                    ObjectNode document = (ObjectNode)
                            it.get(escaped(name) + "?write=true").is(200).json();
                    for (JsonNode manifest : document.path("versions")) {
                        ((ObjectNode) manifest).put("deprecated", "\"gone\" — 中文");
                    }
                    it.put(escaped(name), document.toString()).succeeds();
                    for (JsonNode manifest : it.document(name).path("versions")) {
                        String told = manifest.path("deprecated").asString("");
                        unless(told.equals("\"gone\" — 中文"), "a version is deprecated with: " + told);
                    }
                }),
                check("the next version is not deprecated", "npm (lib/commands/deprecate.js)", it -> {
                    String name = it.published();
                    ObjectNode document = (ObjectNode)
                            it.get(escaped(name) + "?write=true").is(200).json();
                    ((ObjectNode) document.path("versions").path("1.1.0")).put("deprecated", "old");
                    it.put(escaped(name), document.toString()).succeeds();
                    it.publish(NpmPublication.of(name, "1.2.0", "x")).succeeds();
                    JsonNode versions = it.document(name).path("versions");
                    unless(!versions.path("1.2.0").has("deprecated"), "1.2.0 is deprecated");
                    unless(versions.path("1.1.0").has("deprecated"), "1.1.0 is not deprecated any more");
                }),
                check("what is unpublished is 404 to an old ETag too", "RFC 9110 §13.2.1", it -> {
                    String name = it.published();
                    String tag = it.get(escaped(name)).is(200).header("etag");
                    String tarballTag = it.get(tarball(name, "1.0.0")).is(200).header("etag");
                    unpublish(it, name);
                    it.get(escaped(name), "If-None-Match: " + (tag.isEmpty() ? "*" : tag))
                            .is(404);
                    it.get(tarball(name, "1.0.0"), "If-None-Match: " + (tarballTag.isEmpty() ? "*" : tarballTag))
                            .is(404);
                }),
                check("what is unpublished has no tags and no manifests", "npm (libnpmpublish, unpublish)", it -> {
                    String name = it.published();
                    unpublish(it, name);
                    it.get("-/package/" + escaped(name) + "/dist-tags").is(404);
                    it.get(escaped(name) + "/latest").is(404);
                    it.get(escaped(name) + "/1.0.0").is(404);
                }),
                check("a failed publication leaves nothing", "npm (ssri, EINTEGRITY)", it -> {
                    String name = it.published();
                    JsonNode before = it.document(name).path("versions");
                    NpmPublication sent = NpmPublication.of(name, "1.2.0", "x");
                    CheckAnswer got = it.put(
                            escaped(name),
                            sent.json()
                                    .replaceFirst("\"shasum\":\"[0-9a-f]+\"", "\"shasum\":\"" + "0".repeat(40) + "\""));
                    if (got.status() / 100 != 2) {
                        unless(it.document(name).path("versions").equals(before), "the document has changed");
                        it.get(tarball(name, "1.2.0")).is(404);
                        it.publish(sent).succeeds();
                    }
                }));
    }

    private static void unpublish(CheckedRegistry it, String name)
            throws UnmetCheck, IOException, InterruptedException {
        String revision = it.get(escaped(name) + "?write=true")
                .is(200)
                .json()
                .path("_rev")
                .asString("none");
        it.delete(escaped(name) + "/-rev/" + revision).succeeds();
    }
}
