package dev.breakwater.testing;

import static dev.breakwater.testing.GitCorpus.AT;
import static dev.breakwater.testing.GitCorpus.plain;
import static dev.breakwater.testing.GitCorpus.tree;

import dev.breakwater.testing.GitRepo.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The part of {@link GitCorpus} whose tags and histories are awkward. */
final class GitTags {
    private final GitCorpus corpus;

    private GitTags(GitCorpus corpus) {
        this.corpus = corpus;
    }

    static void publish(GitCorpus corpus) {
        GitTags all = new GitTags(corpus);
        all.majors();
        all.tags();
        all.histories();
        all.pseudoVersions();
        all.statements();
    }

    /** Major versions. */
    private void majors() {
        corpus.add(
                "legacy",
                r -> {
                    int one = r.commit("main", plain("1"));
                    int two = r.commit("main", plain("2"), one);
                    int three = r.commit("main", plain("3"), two);
                    r.tag("v1.0.0", one).tag("v2.0.0", two).tag("v3.0.0", three);
                    r.commit("main", plain("4"), three);
                },
                "v1.0.0",
                "v2.0.0",
                "v2.0.0+incompatible",
                "v3.0.0+incompatible",
                "latest",
                "main",
                "v1.0.0+incompatible");
        corpus.add(
                "late",
                r -> {
                    int one = r.commit("main", plain("1"));
                    int two = r.commit("main", plain("2"), one);
                    int three = r.commit("main", GitRepo.module(AT + "late/v3", "1.21"), two);
                    r.tag("v1.0.0", one).tag("v2.0.0", two).tag("v3.0.0", three);
                },
                "v2.0.0",
                "v3.0.0",
                "v3.0.0+incompatible",
                "main",
                "latest");
        corpus.ask(AT + "late/v3", "v3.0.0", "latest", "v2.0.0");
        corpus.add(
                "back",
                r -> {
                    int one = r.commit("main", tree("back"));
                    int two = r.commit("main", plain("2"), one);
                    r.tag("v1.1.0", one).tag("v2.0.0", two);
                },
                "latest",
                "v2.0.0",
                "v2.0.0+incompatible");
        corpus.add(
                "branch",
                r -> {
                    int one = r.commit("main", tree("branch"));
                    int two = r.commit("v2", GitRepo.module(AT + "branch/v2", "1.21"), one);
                    r.tag("v1.0.0", one).tag("v2.0.0", two);
                },
                "latest",
                "v1.0.0",
                "v2.0.0");
        corpus.ask(AT + "branch/v2", "v2.0.0", "latest", "main", "v1.0.0");
        corpus.add(
                "folder",
                r -> r.release(
                                "v1.0.0",
                                tree("folder")
                                        .file("LICENSE", "yes\n")
                                        .file("v2/go.mod", "module " + AT + "folder/v2\n")
                                        .file("v2/lib.go", "package lib\n"))
                        .tag("v2.1.0", 1),
                "v1.0.0",
                "v2.1.0");
        corpus.ask(AT + "folder/v2", "v2.1.0", "latest", "main");
        corpus.add(
                "both",
                r -> r.release(
                        "v2.0.0",
                        GitRepo.module(AT + "both/v2", "1.21").file("v2/go.mod", "module " + AT + "both/v2\n")));
        corpus.ask(AT + "both/v2", "v2.0.0");
        corpus.add(
                "wrong",
                r -> r.release("v2.0.0", tree("wrong").file("v2/go.mod", "module " + AT + "wrong/v3\n")),
                "main");
        corpus.ask(AT + "wrong/v2", "v2.0.0", "main");
        corpus.add(
                "deep",
                r -> r.release(
                                "sub/v2.0.0",
                                tree("deep")
                                        .file("sub/v2/go.mod", "module " + AT + "deep/sub/v2\n")
                                        .file("sub/v2/a.go", "package a\n"))
                        .tag("sub/v1.0.0", 1));
        corpus.ask(AT + "deep/sub/v2", "v2.0.0", "latest", "main");
        corpus.ask(AT + "deep/sub", "v1.0.0", "latest");
    }

    /** Tags. */
    private void tags() {
        corpus.add(
                "annotated",
                r -> {
                    int one = r.commit("main", tree("annotated"));
                    int two = r.commit("main", tree("annotated").file("a", "b"), one);
                    r.annotated("v1.0.0", one).tag("v1.1.0", two).annotated("v1.1.1", two);
                },
                "v1.0.0",
                "v1.1.0",
                "v1.1.1",
                "main",
                "latest");
        corpus.add(
                "odd",
                r -> {
                    int one = r.commit("main", tree("odd"));
                    for (String tag : List.of(
                            "release-1",
                            "v1",
                            "v1.2",
                            "1.0.0",
                            "v1.0.0.0",
                            "v01.0.0",
                            "latest",
                            "v1.1.0+meta",
                            "v2.0.0+incompatible",
                            "v0.0.0-20240101000000-abcdefabcdef",
                            "V1.0.0",
                            "v1.0.0-")) {
                        r.tag(tag, one);
                    }
                    r.commit("main", tree("odd").file("a", "b"), one);
                },
                "latest",
                "main",
                "release-1",
                "v1.1.0+meta",
                "v1.1.0",
                "1.0.0",
                "v1.0.0.0",
                "V1.0.0",
                "v2.0.0+incompatible");
        corpus.add(
                "early",
                r -> {
                    int one = r.commit("main", tree("early"));
                    r.tag("v1.0.0-rc.1", one)
                            .tag("v1.0.0-rc.2", one)
                            .tag("v1.0.0-rc.10", one)
                            .tag("v1.0.0-alpha", one);
                    r.commit("main", tree("early").file("a", "b"), one);
                },
                "latest",
                "main",
                "v1.0.0-rc.10",
                "v1.0.0");
        corpus.add(
                "same",
                r -> {
                    int one = r.commit("main", tree("same"));
                    r.commit("other", tree("same").file("a", "b"), one);
                    int three = r.commit("feature/x", tree("same").file("c", "d"), one);
                    r.tag("other", one).tag("v1.0.0", one).tag("v1.0.1", one).tag("deadbeef", three);
                },
                "other",
                "main",
                "feature/x",
                "deadbeef",
                "latest");
        corpus.add(
                "subtag",
                r -> r.release("sub/v1.0.0", tree("subtag").file("sub/a.go", "package a\n")),
                "latest",
                "main",
                "sub/v1.0.0");
        corpus.ask(AT + "subtag/sub", "v1.0.0", "latest", "main");
        GitRepo blob = corpus.add("blob", r -> r.commit("main", tree("blob")));
        try {
            String hash = blob.git("x".getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin")
                    .strip();
            blob.git(new byte[0], "update-ref", "refs/tags/v1.0.0", hash);
            blob.git(
                    new byte[0],
                    "update-ref",
                    "refs/tags/v1.1.0",
                    blob.git(new byte[0], "rev-parse", "main^{tree}").strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        corpus.ask(AT + "blob", "v1.0.0", "v1.1.0");
    }

    /** Histories. */
    private void histories() {
        GitRepo merged = corpus.add("merged", r -> {
            int one = r.commit("main", tree("merged"));
            int side = r.commit("side", tree("merged").file("s", "s"), one);
            int main = r.commit("main", tree("merged").file("m", "m"), one);
            r.tag("v1.2.0", side).tag("v1.1.0", main);
            r.commit("main", tree("merged").file("b", "b"), main, side);
            r.commit("lone", tree("merged").file("l", "l"), main);
        });
        corpus.ask(AT + "merged", "main", "lone", "side", merged.hash("lone").substring(0, 8), merged.hash("main"));
        corpus.add(
                "orphan",
                r -> {
                    r.tag("v1.0.0", r.commit("main", tree("orphan")));
                    r.commit("pages", tree("orphan").file("index.html", "<html>"));
                },
                "pages",
                "main");
        corpus.add(
                "develop",
                r -> {
                    int one = r.commit("main", tree("develop"));
                    r.commit("develop", tree("develop").file("a", "b"), one);
                    r.head("develop");
                },
                "latest",
                "HEAD",
                "main");
        corpus.add("empty", r -> {}, "latest", "main", "v1.0.0");
        corpus.add("bare", r -> r.tag("v1.0.0", r.commit("main", new Tree())), "v1.0.0", "latest");
        corpus.add(
                "astray",
                r -> {
                    r.tag("v0.1.0", r.commit("main", tree("astray")));
                    r.head("gone");
                },
                "latest",
                "main",
                "v0.1.0");
    }

    /** Pseudo-versions: right ones, and what is almost one. */
    private void pseudoVersions() {
        GitRepo untagged =
                corpus.add("untagged", r -> r.commit("main", tree("untagged"), new int[0]), "latest", "main");
        String end = untagged.pseudo(1);
        String hash = untagged.hash("main");
        corpus.ask(
                AT + "untagged",
                "v0.0.0-" + end,
                "v1.0.0-" + end,
                "v0.0.1-0." + end,
                "v0.0.0-" + end + "0",
                "v0.0.0-" + end.substring(0, end.length() - 1),
                "v0.0.0-20240101000001" + end.substring(14),
                "v0.0.0-20241301000000" + end.substring(14),
                hash,
                hash.substring(0, 7),
                hash.substring(0, 6),
                "v0.0.0-" + end + "+incompatible",
                "v0.0.0-20240101000000-000000000000",
                "0000000");
        GitRepo based = corpus.add(
                "based",
                r -> {
                    int one = r.commit("main", tree("based"));
                    int two = r.commit("main", tree("based").file("2", "2"), one);
                    int three = r.commit("main", tree("based").file("3", "3"), two);
                    r.tag("v1.2.3", one)
                            .tag("v1.3.0-pre", two)
                            .tag("v1.9.0", r.commit("away", tree("based").file("a", "a"), one));
                    r.commit("main", tree("based").file("5", "5"), three);
                },
                "main",
                "latest");
        corpus.ask(
                AT + "based",
                "v1.2.4-0." + based.pseudo(3),
                "v1.3.0-pre.0." + based.pseudo(3),
                "v1.3.0-pre.0." + based.pseudo(2),
                "v1.9.1-0." + based.pseudo(3),
                "v1.2.4-0." + based.pseudo(1),
                "v0.0.0-" + based.pseudo(3),
                "v1.2.5-0." + based.pseudo(3),
                "v2.0.0-" + based.pseudo(3),
                "v1.3.0-0." + based.pseudo(3),
                "v1.9.1-0." + based.pseudo(4));
        GitRepo incompatible = corpus.add(
                "marked",
                r -> {
                    int one = r.commit("main", plain("1"));
                    r.tag("v2.0.0", one).tag("v2.1.0-rc.1", r.commit("main", plain("2"), one));
                    r.commit("main", plain("3"), 2);
                },
                "main",
                "latest");
        corpus.ask(
                AT + "marked",
                "v2.1.0-rc.1.0." + incompatible.pseudo(3) + "+incompatible",
                "v2.0.1-0." + incompatible.pseudo(3) + "+incompatible",
                "v2.0.1-0." + incompatible.pseudo(3),
                "v0.0.0-" + incompatible.pseudo(3));
        GitRepo second = corpus.add(
                "second",
                r -> {
                    r.commit("main", GitRepo.module(AT + "second/v2", "1.21"));
                },
                "main");
        corpus.ask(AT + "second/v2", "main", "latest", "v2.0.0-" + second.pseudo(1), "v0.0.0-" + second.pseudo(1));
        corpus.add(
                "meta",
                r -> {
                    int one = r.commit("main", tree("meta"));
                    r.tag("v1.1.0+a", one).tag("v1.1.0+b", one);
                    int two = r.commit("main", tree("meta").file("a", "b"), one);
                    r.tag("v1.2.0+c", two);
                },
                "main",
                "v1.1.0",
                "v1.1.0+a",
                "v1.2.0+c",
                "latest");
    }

    /** What a go.mod says. */
    private void statements() {
        corpus.add("silent", r -> r.release("v1.0.0", plain("a")), "v1.0.0", "main");
        corpus.add("other", r -> r.release("v1.0.0", GitRepo.module("example.com/other", "1.21")), "v1.0.0");
        corpus.add("unversioned", r -> r.release("v1.0.0", GitRepo.module("gopkg.in/x.v3", "1.21")), "v1.0.0");
        corpus.add("pathless", r -> r.release("v1.0.0", plain("a").file("go.mod", "go 1.21\n")), "v1.0.0");
        corpus.add(
                "broken",
                r -> r.release("v1.0.0", plain("a").file("go.mod", "module \"" + AT + "broken\" // \n)(\n")),
                "v1.0.0");
        corpus.add(
                "retracted",
                r -> {
                    int one = r.commit("main", tree("retracted"));
                    int two = r.commit("main", tree("retracted").file("a", "b"), one);
                    int three = r.commit(
                            "main",
                            tree("retracted")
                                    .file("go.mod", "module " + AT + "retracted\n\nretract [v1.1.0, v1.1.1] // no\n"),
                            two);
                    r.tag("v1.0.0", one).tag("v1.1.0", two).tag("v1.1.1", three);
                    r.commit("main", tree("retracted").file("c", "d"), three);
                },
                "latest",
                "main",
                "v1.1.0",
                "v1.1.1");
        corpus.add(
                "withdrawn",
                r -> {
                    int one = r.commit(
                            "main", tree("withdrawn").file("go.mod", "module " + AT + "withdrawn\n\nretract v1.0.0\n"));
                    r.tag("v1.0.0", one);
                    r.commit("main", tree("withdrawn").file("a", "b"), one);
                },
                "latest",
                "main");
    }
}
