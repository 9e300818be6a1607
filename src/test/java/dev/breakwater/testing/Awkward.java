package dev.breakwater.testing;

import java.util.Map;

/**
 * The modules that are easy to get wrong, each named for what is awkward in it, all under {@code awkward.test}; and a
 * toolchain that only says its version.
 */
public final class Awkward {
    /** Holds package {@code a/b/c} and nothing at its root. */
    public static final String NESTED = "awkward.test/nested";
    /** Version v1.0.0; its nested module {@code /sub}, v1.1.0, is a command that prints {@code sub v1.1.0}. */
    public static final String TOOLS = "awkward.test/tools";
    /** Has v1.2.0; its {@code /v2} has v2.1.0. */
    public static final String MULTI = "awkward.test/multi";
    /** Never had a go.mod: v1.0.0, v2.0.0+incompatible, which the query {@code v2.0.0} finds. */
    public static final String LEGACY = "awkward.test/legacy";
    /** Has pre-releases alone: v1.0.0-rc.1, v1.0.0-rc.2, v1.0.0-rc.10. */
    public static final String EARLY = "awkward.test/early";
    /** Has no tag; the queries {@code main}, {@link #COMMIT} and its first 12 digits find {@link #PSEUDO}. */
    public static final String UNTAGGED = "awkward.test/untagged";
    /** Has v1.0.0, v1.1.0 and v1.1.1, which retracts v1.1.0 and itself: latest is v1.0.0. */
    public static final String RETRACTED = "awkward.test/retracted";
    /** Has capital letters: {@code !camel!case} in addresses. */
    public static final String CAPITALS = "awkward.test/CamelCase";
    /** The only version of {@link #UNTAGGED}. */
    public static final String PSEUDO = "v0.0.0-20240102030405-abcdef123456";
    /** The commit of {@link #PSEUDO}. */
    public static final String COMMIT = "abcdef1234567890abcdef1234567890abcdef12";
    /** The toolchain's name, as in GOTOOLCHAIN. */
    public static final String TOOLCHAIN = "go1.99.0";

    private Awkward() {}

    /** Publishes them all in {@code corpus}. */
    public static Corpus publish(Corpus corpus) {
        corpus.publish(NESTED, "v1.0.0", Map.of("go.mod", mod(NESTED), "a/b/c/c.go", "package c\n\nconst C = 1\n"));
        corpus.publish(TOOLS, "v1.0.0", library(TOOLS, "tools"));
        corpus.publish(
                TOOLS + "/sub",
                "v1.1.0",
                Map.of(
                        "go.mod",
                        mod(TOOLS + "/sub"),
                        "main.go",
                        "package main\n\nfunc main() { println(\"sub v1.1.0\") }\n"));
        corpus.publish(MULTI, "v1.2.0", library(MULTI, "multi"));
        corpus.publish(MULTI + "/v2", "v2.1.0", library(MULTI + "/v2", "multi"));
        corpus.publish(LEGACY, "v1.0.0", Map.of("legacy.go", "package legacy\n\nconst Major = 1\n"));
        corpus.publish(LEGACY, "v2.0.0+incompatible", Map.of("legacy.go", "package legacy\n\nconst Major = 2\n"));
        corpus.query(LEGACY, "v2.0.0", "v2.0.0+incompatible");
        for (String version : new String[] {"v1.0.0-rc.1", "v1.0.0-rc.2", "v1.0.0-rc.10"}) {
            corpus.publish(EARLY, version, library(EARLY, "early"));
        }
        corpus.publish(UNTAGGED, PSEUDO, library(UNTAGGED, "untagged"));
        for (String query : new String[] {"main", "HEAD", COMMIT, COMMIT.substring(0, 12)}) {
            corpus.query(UNTAGGED, query, PSEUDO);
        }
        corpus.publish(RETRACTED, "v1.0.0", library(RETRACTED, "retracted"));
        corpus.publish(RETRACTED, "v1.1.0", library(RETRACTED, "retracted"));
        corpus.publish(
                RETRACTED,
                "v1.1.1",
                Map.of(
                        "go.mod",
                        mod(RETRACTED) + "\nretract v1.1.0 // wrong\nretract v1.1.1 // only retracts\n",
                        "retracted.go",
                        "package retracted\n"));
        corpus.publish(CAPITALS, "v1.0.0", library(CAPITALS, "camelcase"));
        for (String platform : new String[] {"linux-amd64", "linux-arm64", "darwin-arm64", "darwin-amd64"}) {
            corpus.publish("golang.org/toolchain", "v0.0.1-" + TOOLCHAIN + "." + platform, toolchain(platform));
        }
        return corpus;
    }

    /** What {@code cmd/go/internal/toolchain.Exec} wants to see: it walks pkg/tool, lib and bin, then runs bin/go. */
    private static Map<String, String> toolchain(String platform) {
        String says = "#!/bin/sh\necho \"go version " + TOOLCHAIN + " " + platform.replace('-', '/') + "\"\n";
        return Map.of(
                "bin/go",
                says,
                "bin/gofmt",
                says,
                "pkg/tool/" + platform.replace('-', '_') + "/compile",
                says,
                "lib/README",
                "Nothing here.\n",
                "VERSION",
                TOOLCHAIN + "\n");
    }

    private static Map<String, String> library(String module, String name) {
        return Map.of("go.mod", mod(module), name + ".go", "package " + name + "\n\nconst Name = \"" + name + "\"\n");
    }

    private static String mod(String module) {
        return "module " + module + "\n\ngo 1.21\n";
    }
}
