package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tags: reading, setting, moving and removing them. */
final class TagChecks {
    private static final String CLI = "npm (lib/commands/dist-tag.js)";

    private TagChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("the tags are those of the document", CLI, it -> {
                    JsonNode tags = it.get(path(it.fixture())).is(200).json();
                    unless(tags.equals(it.document(it.fixture()).path("dist-tags")), "the tags are " + tags);
                }),
                check("they are JSON", CLI, it -> {
                    String type = it.get(path(it.plain())).is(200).type();
                    unless(type.equals("application/json"), "the type is " + type);
                }),
                check(
                        "the scope may be unescaped",
                        "RFC 3986 §2.2; npm 6",
                        it -> it.get("-/package/" + it.fixture() + "/dist-tags").is(200)),
                check(
                        "those of no package are 404",
                        CLI,
                        it -> it.get(path(it.unused())).is(404).explains()),
                check("a tag is set", CLI, it -> {
                    String name = it.published();
                    set(it, name, "old", "\"1.0.0\"").succeeds();
                    seen(it, name, "old", "1.0.0");
                    JsonNode manifest = it.get(escaped(name) + "/old").is(200).json();
                    unless(manifest.path("version").asString("").equals("1.0.0"), "the tag is another version's");
                }),
                check("a tag is moved", CLI, it -> {
                    String name = it.published();
                    set(it, name, "old", "\"1.0.0\"").succeeds();
                    set(it, name, "old", "\"1.1.0\"").succeeds();
                    seen(it, name, "old", "1.1.0");
                }),
                check("latest is moved", CLI, it -> {
                    String name = it.published();
                    set(it, name, "latest", "\"1.0.0\"").succeeds();
                    seen(it, name, "latest", "1.0.0");
                }),
                check("a tag is removed", CLI, it -> {
                    String name = it.published();
                    set(it, name, "old", "\"1.0.0\"").succeeds();
                    it.delete(path(name) + "/old").succeeds();
                    seen(it, name, "old", "");
                    seen(it, name, "latest", "1.1.0");
                }),
                check(
                        "latest can't be removed",
                        "npm registry, docs/responses/package-metadata.md: every package has latest",
                        it -> {
                            String name = it.published();
                            CheckAnswer got = it.delete(path(name) + "/latest");
                            unless(got.status() < 500, "it is answered with " + got.status());
                            unless(it.document(name).path("dist-tags").has("latest"), "the package has no latest");
                        }),
                check("removing no tag is no error of the server's", "RFC 9110 §9.3.5", it -> {
                    CheckAnswer got = it.delete(path(it.published()) + "/none");
                    unless(got.status() < 500, "it is answered with " + got.status());
                }),
                check("a version that does not exist gets no tag", CLI, it -> {
                    String name = it.published();
                    set(it, name, "old", "\"9.9.9\"").isRefused();
                    seen(it, name, "old", "");
                }),
                check(
                        "a package that does not exist gets no tag",
                        CLI,
                        it -> set(it, it.unused(), "old", "\"1.0.0\"").isRefused()),
                check("what is not a version in JSON is refused", "RFC 9110 §15.5.1", it -> {
                    String name = it.published();
                    for (String body : List.of("[", "{}", "1", "")) {
                        set(it, name, "old", body).isRefused();
                        seen(it, name, "old", "");
                    }
                }),
                check("a version's name as a tag hides no version", CLI + ": a tag is no range", it -> {
                    String name = it.published();
                    CheckAnswer got = set(it, name, "1.0.0", "\"1.1.0\"");
                    unless(got.status() < 500, "it is answered with " + got.status());
                    JsonNode manifest = it.get(escaped(name) + "/1.0.0").is(200).json();
                    unless(manifest.path("version").asString("").equals("1.0.0"), "1.0.0 is another version now");
                }),
                check("without a token no tag is changed", "RFC 9110 §15.5.2", it -> refused(it, it.anonymous())),
                check("a reader changes no tag", "RFC 9110 §15.5.4", it -> refused(it, it.reader())));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("tags", name, source, body);
    }

    private static String path(String name) {
        return "-/package/" + escaped(name) + "/dist-tags";
    }

    private static CheckAnswer set(CheckedRegistry it, String name, String tag, String json)
            throws IOException, InterruptedException {
        return it.put(path(name) + "/" + tag, json);
    }

    /** The tag names {@code version} wherever it is read; it is nowhere if that is empty. */
    private static void seen(CheckedRegistry it, String name, String tag, String version)
            throws UnmetCheck, IOException, InterruptedException {
        for (JsonNode tags :
                List.of(it.get(path(name)).is(200).json(), it.document(name).path("dist-tags"))) {
            unless(tags.path(tag).asString("").equals(version), "the tags are " + tags);
        }
    }

    private static void refused(CheckedRegistry it, CheckedRegistry by)
            throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        set(by, name, "old", "\"1.0.0\"").is(401, 403);
        by.delete(path(name) + "/latest").is(401, 403);
        seen(it, name, "old", "");
        seen(it, name, "latest", "1.1.0");
    }
}
