package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A package's document in its two forms: what it has, and which one a client gets. */
final class FormChecks {
    private static final String METADATA = "npm registry, docs/responses/package-metadata.md";
    private static final String ACCEPT = "Accept: ";
    private static final String OF_PNPM = INSTALL + "; q=1.0, application/json; q=0.8, */*";

    private FormChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("the document is JSON with name, tags and versions", METADATA, FormChecks::document),
                check("without an Accept header it is the full form", "yarn 4; RFC 9110 §12.5.1", it -> full(it)),
                check("for */* it is the full form", "RFC 9110 §12.5.1; pnpm's HEAD", it -> full(it, ACCEPT + "*/*")),
                check(
                        "for application/json it is the full form",
                        "npm (pacote, fullMetadata)",
                        it -> full(it, ACCEPT + "application/json")),
                check(
                        "a weight of zero refuses the install form",
                        "RFC 9110 §12.4.2",
                        it -> full(it, ACCEPT + INSTALL + ";q=0, application/json")),
                check("the Content-Type names the form that is sent", "RFC 9110 §8.3", FormChecks::labelled),
                check("npm's Accept for installs gets what npm reads", METADATA, it -> installable(it, OF_PNPM)),
                check("yarn's Accept for installs gets what yarn reads", METADATA, it -> installable(it, INSTALL)),
                check("a manifest keeps what an install needs", METADATA, FormChecks::kept),
                check("hasInstallScript tells of scripts", METADATA + "; npm (arborist)", FormChecks::scripts),
                check("the full form keeps fields of the author's own", "npm docs, package.json", FormChecks::own),
                check("every version has its time", METADATA + "; pnpm, yarn 4 (minimum ages)", FormChecks::times),
                check("each manifest names its package and version", METADATA, FormChecks::named),
                check("tags name versions that exist", METADATA, FormChecks::tags),
                check("integrity and shasum are those of the bytes", METADATA + "; npm (ssri)", FormChecks::hashes),
                check(
                        "the tarball's address begins with the client's",
                        "npm 12, allow-remote; yarn 4",
                        it -> addresses(it)),
                check(
                        "by another name of the host it begins with that",
                        "npm 12, allow-remote",
                        it -> addresses(it.elsewhere())),
                check("the tarball's path is the usual one", "yarn 4, lock file", FormChecks::path));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("documents", name, source, body);
    }

    private static void document(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String name : List.of(it.fixture(), it.plain())) {
            JsonNode document = it.document(name);
            unless(document.path("name").asString("").equals(name), "the name is " + document.path("name"));
            Set<String> versions = Manifests.names(document.path("versions"));
            unless(versions.equals(Set.of("1.0.0", "1.1.0", "2.0.0-beta.1")), "the versions are " + versions);
        }
    }

    private static void full(CheckedRegistry it, String... headers)
            throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer got = it.get(escaped(it.fixture()), headers).is(200);
        unless(got.type().equals("application/json"), "the type is " + got.type());
        unless(got.json().path("time").has("1.0.0"), "the document has no times, as the install form");
    }

    private static void labelled(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String accept : List.of(
                INSTALL,
                OF_PNPM,
                INSTALL + ";q=0.5, application/json",
                "application/json, " + INSTALL + ";q=0.1",
                "text/html, " + INSTALL,
                "*/*")) {
            CheckAnswer got = it.get(escaped(it.fixture()), ACCEPT + accept).is(200);
            JsonNode json = got.json();
            boolean whole = json.path("versions").path("1.1.0").has("x-own-field");
            boolean marked = got.type().equals(INSTALL);
            unless(marked || got.type().equals("application/json"), "for " + accept + " the type is " + got.type());
            unless(marked || whole, "for " + accept + " a short document is called application/json");
            unless(!marked || json.has("modified"), "for " + accept + " the install form has no modified");
            unless(!marked || accept.contains(INSTALL), "for " + accept + " the answer is " + INSTALL);
        }
    }

    private static void installable(CheckedRegistry it, String accept)
            throws UnmetCheck, IOException, InterruptedException {
        JsonNode json = it.get(escaped(it.fixture()), ACCEPT + accept).is(200).json();
        unless(json.path("name").asString("").equals(it.fixture()), "the name is " + json.path("name"));
        unless(json.path("dist-tags").path("latest").asString("").equals("1.1.0"), "tags: " + json.path("dist-tags"));
        unless(
                json.path("versions").size() == 3,
                "there are " + json.path("versions").size() + " versions");
        for (JsonNode manifest : json.path("versions")) {
            unless(manifest.path("dist").has("tarball"), "a manifest has no dist.tarball: " + manifest);
        }
    }

    private static void kept(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String accept : List.of(INSTALL, "application/json")) {
            JsonNode manifest = it.get(escaped(it.fixture()), ACCEPT + accept)
                    .is(200)
                    .json()
                    .path("versions")
                    .path("1.1.0");
            for (String member : List.of(
                    "dependencies",
                    "optionalDependencies",
                    "peerDependencies",
                    "peerDependenciesMeta",
                    "bin",
                    "engines",
                    "os",
                    "cpu")) {
                unless(manifest.path(member).size() > 0, "for " + accept + " there are no " + member);
            }
        }
    }

    private static void scripts(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        JsonNode versions =
                it.get(escaped(it.fixture()), ACCEPT + INSTALL).is(200).json().path("versions");
        JsonNode with = versions.path("1.1.0");
        unless(
                with.path("hasInstallScript").asBoolean(false)
                        || with.path("scripts").has("install"),
                "a version with an install script does not tell of it");
        unless(!versions.path("1.0.0").path("hasInstallScript").asBoolean(false), "a version without one has one");
    }

    private static void own(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        JsonNode field =
                it.document(it.fixture()).path("versions").path("1.1.0").path("x-own-field");
        unless(field.path("of").size() == 2, "the field is " + field);
    }

    private static void times(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        JsonNode time = it.document(it.fixture()).path("time");
        for (String name : List.of("created", "modified", "1.0.0", "1.1.0", "2.0.0-beta.1")) {
            try {
                Instant.parse(time.path(name).asString(""));
            } catch (DateTimeException e) {
                unless(false, "the time of " + name + " is " + time.path(name));
            }
        }
    }

    private static void named(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> each :
                it.document(it.fixture()).path("versions").properties()) {
            JsonNode manifest = each.getValue();
            unless(manifest.path("version").asString("").equals(each.getKey()), each.getKey() + ": " + manifest);
            unless(manifest.path("name").asString("").equals(it.fixture()), each.getKey() + ": " + manifest);
        }
    }

    private static void tags(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        JsonNode document = it.document(it.fixture());
        unless(document.path("dist-tags").size() == 2, "the tags are " + document.path("dist-tags"));
        for (JsonNode version : document.path("dist-tags")) {
            unless(document.path("versions").has(version.asString("")), "a tag names " + version);
        }
    }

    private static void hashes(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String name : List.of(it.fixture(), it.plain())) {
            JsonNode versions = it.document(name).path("versions");
            for (String version : Manifests.names(versions)) {
                Manifests.requireOf(versions.path(version), Manifests.tarball(name, version));
            }
        }
    }

    private static void addresses(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String accept : List.of(INSTALL, "application/json")) {
            JsonNode versions = it.get(escaped(it.fixture()), ACCEPT + accept)
                    .is(200)
                    .json()
                    .path("versions");
            for (JsonNode manifest : versions) {
                String tarball = manifest.path("dist").path("tarball").asString("");
                unless(tarball.startsWith(it.url()), "the tarball is at " + tarball + ", not below " + it.url());
            }
        }
    }

    private static void path(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String name : List.of(it.fixture(), it.plain())) {
            String tarball = it.document(name)
                    .path("versions")
                    .path("1.0.0")
                    .path("dist")
                    .path("tarball")
                    .asString("");
            unless(
                    tarball.replace("%2f", "/").endsWith("/" + CheckedRegistry.tarball(name, "1.0.0")),
                    "the tarball is at " + tarball);
        }
    }
}
