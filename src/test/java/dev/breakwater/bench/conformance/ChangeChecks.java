package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deprecating and unpublishing, as npm does them: with the document that was read before. */
final class ChangeChecks {
    private static final String DEPRECATE = "npm (lib/commands/deprecate.js)";
    private static final String UNPUBLISH = "npm (libnpmpublish, unpublish)";
    private static final String REVISION = "CouchDB, document API: a stale _rev is 409";

    private ChangeChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("a deprecation is in both forms and the manifest", DEPRECATE, ChangeChecks::deprecated),
                check("an empty one takes it back", DEPRECATE, it -> {
                    String name = it.published();
                    deprecate(it, name, "1.0.0", "old").succeeds();
                    deprecate(it, name, "1.0.0", "").succeeds();
                    unless(text(it, name, "1.0.0").isEmpty(), "it is still deprecated");
                }),
                check("it leaves tags, times and other versions", DEPRECATE, it -> {
                    String name = it.published();
                    JsonNode before = it.document(name);
                    deprecate(it, name, "1.0.0", "old").succeeds();
                    JsonNode after = it.document(name);
                    unless(after.path("dist-tags").equals(before.path("dist-tags")), "the tags have changed");
                    unless(
                            after.path("versions")
                                    .path("1.1.0")
                                    .equals(before.path("versions").path("1.1.0")),
                            "another version has changed");
                    unless(
                            after.path("time")
                                    .path("1.0.0")
                                    .equals(before.path("time").path("1.0.0")),
                            "the time of the version has changed");
                }),
                check("with a stale document it loses no version", REVISION, ChangeChecks::stale),
                check("a reader may not deprecate", "RFC 9110 §15.5.4", it -> {
                    String name = it.published();
                    ObjectNode document = read(it, name);
                    put(document, "1.0.0", "old");
                    it.reader().put(escaped(name), document.toString()).is(401, 403);
                    unless(text(it, name, "1.0.0").isEmpty(), "it is deprecated");
                }),
                check("a version is unpublished", UNPUBLISH, it -> {
                    String name = it.published();
                    unpublish(it, name, "1.0.0");
                    unless(!it.document(name).path("versions").has("1.0.0"), "it is still in the document");
                    it.get(escaped(name) + "/1.0.0").is(404);
                    it.get(CheckedRegistry.tarball(name, "1.0.0")).is(404);
                    it.get(CheckedRegistry.tarball(name, "1.1.0")).is(200);
                }),
                check("latest then names a version that is left", UNPUBLISH, it -> {
                    String name = it.published();
                    unpublish(it, name, "1.1.0");
                    unless(
                            it.document(name)
                                    .path("dist-tags")
                                    .path("latest")
                                    .asString("")
                                    .equals("1.0.0"),
                            "the tags are " + it.document(name).path("dist-tags"));
                }),
                check("a whole package is unpublished", UNPUBLISH, it -> {
                    String name = it.published();
                    remove(it, name, revision(it, name)).succeeds();
                    it.get(escaped(name)).is(404).explains();
                    it.get(escaped(name), "Accept: " + INSTALL).is(404);
                    it.get(CheckedRegistry.tarball(name, "1.0.0")).is(404);
                }),
                check("a stale revision removes no package", REVISION, it -> {
                    String name = it.published();
                    String before = revision(it, name);
                    it.publish(NpmPublication.of(name, "1.2.0", "x")).succeeds();
                    remove(it, name, before).is(409, 412);
                    unless(it.document(name).path("versions").has("1.2.0"), "a version is gone");
                }),
                check("a stale revision removes no version", REVISION, ChangeChecks::staleUnpublish),
                check(
                        "an unpublished version never gets other bytes",
                        "npm docs, npm unpublish: name and version can never be reused",
                        it -> {
                            String name = it.published();
                            unpublish(it, name, "1.0.0");
                            it.publish(NpmPublication.of(name, "1.0.0", "evil")).isRefused();
                        }),
                check("a new version may follow", UNPUBLISH, it -> {
                    String name = it.published();
                    unpublish(it, name, "1.1.0");
                    it.publish(NpmPublication.of(name, "1.2.0", "x")).succeeds();
                    Set<String> versions = Manifests.names(it.document(name).path("versions"));
                    unless(versions.equals(Set.of("1.0.0", "1.2.0")), "the versions are " + versions);
                }),
                check("without a token nothing is unpublished", "RFC 9110 §15.5.2", it -> kept(it, it.anonymous())),
                check("a reader unpublishes nothing", "RFC 9110 §15.5.4", it -> kept(it, it.reader())),
                check(
                        "an unknown package can't be unpublished",
                        UNPUBLISH,
                        it -> remove(it, it.unused(), "1-0").isRefused()));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("changes", name, source, body);
    }

    private static ObjectNode read(CheckedRegistry it, String name)
            throws UnmetCheck, IOException, InterruptedException {
        return (ObjectNode) it.get(escaped(name) + "?write=true").is(200).json();
    }

    private static String revision(CheckedRegistry it, String name)
            throws UnmetCheck, IOException, InterruptedException {
        return read(it, name).path("_rev").asString("none");
    }

    private static void put(ObjectNode document, String version, String text) {
        ((ObjectNode) document.path("versions").path(version)).put("deprecated", text);
    }

    private static CheckAnswer deprecate(CheckedRegistry it, String name, String version, String text)
            throws UnmetCheck, IOException, InterruptedException {
        ObjectNode document = read(it, name);
        put(document, version, text);
        return it.put(escaped(name), document.toString());
    }

    private static String text(CheckedRegistry it, String name, String version)
            throws UnmetCheck, IOException, InterruptedException {
        return it.document(name)
                .path("versions")
                .path(version)
                .path("deprecated")
                .asString("");
    }

    private static void deprecated(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        deprecate(it, name, "1.0.0", "use 1.1").succeeds();
        for (String accept : List.of(INSTALL, "application/json")) {
            JsonNode versions =
                    it.get(escaped(name), "Accept: " + accept).is(200).json().path("versions");
            String told = versions.path("1.0.0").path("deprecated").asString("");
            unless(told.equals("use 1.1"), "for " + accept + " it is deprecated with: " + told);
            unless(!versions.path("1.1.0").has("deprecated"), "another version is deprecated too");
        }
        JsonNode manifest = it.get(escaped(name) + "/1.0.0").is(200).json();
        unless(manifest.path("deprecated").asString("").equals("use 1.1"), "the manifest is not deprecated");
    }

    private static void stale(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        ObjectNode before = read(it, name);
        it.publish(NpmPublication.of(name, "1.2.0", "x")).succeeds();
        put(before, "1.0.0", "old");
        CheckAnswer got = it.put(escaped(name), before.toString());
        unless(got.status() < 500, "it is answered with " + got.status());
        unless(it.document(name).path("versions").has("1.2.0"), "the version that came between is gone");
    }

    /** The document without one version, as npm sends it. */
    private static ObjectNode without(ObjectNode document, String version) {
        ((ObjectNode) document.path("versions")).remove(version);
        ObjectNode tags = (ObjectNode) document.path("dist-tags");
        for (String tag : Manifests.names(tags)) {
            if (tags.path(tag).asString("").equals(version)) {
                tags.remove(tag);
            }
        }
        if (!tags.has("latest")) {
            tags.put(
                    "latest",
                    Manifests.names(document.path("versions")).iterator().next());
        }
        document.remove(List.of("_revisions", "_attachments"));
        return document;
    }

    private static void unpublish(CheckedRegistry it, String name, String version)
            throws UnmetCheck, IOException, InterruptedException {
        ObjectNode document = read(it, name);
        String revision = document.path("_rev").asString("none");
        it.put(escaped(name) + "/-rev/" + revision, without(document, version).toString())
                .succeeds();
        it.delete(CheckedRegistry.tarball(name, version) + "/-rev/" + revision(it, name))
                .succeeds();
    }

    private static CheckAnswer remove(CheckedRegistry it, String name, String revision)
            throws IOException, InterruptedException {
        return it.delete(escaped(name) + "/-rev/" + revision);
    }

    private static void staleUnpublish(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        ObjectNode before = read(it, name);
        it.publish(NpmPublication.of(name, "1.2.0", "x")).succeeds();
        String revision = before.path("_rev").asString("none");
        it.put(escaped(name) + "/-rev/" + revision, without(before, "1.0.0").toString())
                .is(409, 412);
        Set<String> versions = Manifests.names(it.document(name).path("versions"));
        unless(versions.containsAll(Set.of("1.0.0", "1.2.0")), "the versions are " + versions);
    }

    private static void kept(CheckedRegistry it, CheckedRegistry by)
            throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        ObjectNode document = read(it, name);
        String revision = document.path("_rev").asString("none");
        remove(by, name, revision).is(401, 403);
        by.put(escaped(name) + "/-rev/" + revision, without(document, "1.0.0").toString())
                .is(401, 403);
        by.delete(CheckedRegistry.tarball(name, "1.0.0") + "/-rev/" + revision).is(401, 403);
        unless(it.document(name).path("versions").size() == 2, "a version is gone");
    }
}
