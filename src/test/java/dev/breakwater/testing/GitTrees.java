package dev.breakwater.testing;

import static dev.breakwater.testing.GitCorpus.AT;
import static dev.breakwater.testing.GitCorpus.plain;
import static dev.breakwater.testing.GitCorpus.tree;

import dev.breakwater.testing.GitRepo.Tree;
import java.util.List;

/** The part of {@link GitCorpus} whose trees are awkward. */
final class GitTrees {
    private final GitCorpus corpus;

    private GitTrees(GitCorpus corpus) {
        this.corpus = corpus;
    }

    static void publish(GitCorpus corpus) {
        GitTrees all = new GitTrees(corpus);
        all.content();
        all.names();
        all.folders();
        all.limits();
    }

    /** What git does to the content of files on their way out. */
    private void content() {
        corpus.add(
                "simple",
                r -> r.release("v1.0.0", tree("simple")),
                "v1.0.0",
                "latest",
                "main",
                "HEAD",
                "v9.9.9",
                "nothing");
        corpus.add(
                "crlf",
                r -> r.release(
                        "v1.0.0",
                        tree("crlf")
                                .file(".gitattributes", "* text=auto\n*.txt text eol=crlf\n*.bat -text\n*.sh eol=lf\n")
                                .file("lf.txt", "a\nb\n")
                                .file("crlf.txt", "a\r\nb\r\n")
                                .file("crlf.go", "package lib\r\n")
                                .file("a.bat", "a\r\nb\n")
                                .file("a.sh", "a\r\nb\n")
                                .file("binary.txt", "a\0b\n")),
                "v1.0.0");
        corpus.add(
                "subst",
                r -> r.release(
                        "v1.0.0",
                        tree("subst")
                                .file(".gitattributes", "version.txt export-subst\nsecret.txt export-ignore\n")
                                .file("version.txt", "$Format:%H$\n")
                                .file("secret.txt", "not to be exported\n")),
                "v1.0.0");
        corpus.add(
                "ident",
                r -> r.release(
                        "v1.0.0",
                        tree("ident")
                                .file(".gitattributes", "*.go ident\n")
                                .file("id.go", "package lib // $Id$\n")
                                .file("sub/.gitattributes", "*.go -ident\n")
                                .file("sub/id.go", "package sub // $Id$\n")),
                "v1.0.0");
        corpus.add(
                "encoding",
                r -> r.release(
                        "v1.0.0",
                        tree("encoding")
                                .file(".gitattributes", "*.u16 working-tree-encoding=UTF-16LE\n")
                                .file("a.u16", "żółw\n")),
                "v1.0.0");
        corpus.add(
                "filter",
                r -> r.release(
                        "v1.0.0",
                        tree("filter")
                                .file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n* merge=union\n")
                                .file("a.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n")),
                "v1.0.0");
    }

    /** Names and kinds of files. */
    private void names() {
        corpus.add(
                "links",
                r -> r.release("v1.0.0", tree("links").link("link.go", "lib.go").link("LICENSE", "lib.go")),
                "v1.0.0");
        corpus.add("submodules", r -> r.release("v1.0.0", tree("submodules").submodule("third/party")), "v1.0.0");
        corpus.add(
                "collision",
                r -> r.release("v1.0.0", tree("collision").file("README", "a").file("readme", "b")),
                "v1.0.0");
        corpus.add(
                "folding",
                r -> r.release("v1.0.0", tree("folding").file("a/K.txt", "a").file("A/k.txt", "b")),
                "v1.0.0");
        corpus.add("programs", r -> r.release("v1.0.0", tree("programs").program("run.sh", "#!/bin/sh\n")), "v1.0.0");
        corpus.add(
                "letters",
                r -> r.release(
                        "v1.0.0",
                        tree("letters")
                                .file("héllo.txt", "a")
                                .file("日本/語.go", "package x\n")
                                .file("a b.txt", "c")),
                "v1.0.0");
        corpus.add("device", r -> r.release("v1.0.0", tree("device").file("dir/aux.txt", "a")), "v1.0.0");
        corpus.add("colon", r -> r.release("v1.0.0", tree("colon").file("a:b.txt", "a")), "v1.0.0");
        corpus.add("quote", r -> r.release("v1.0.0", tree("quote").file("a\"b.txt", "a")), "v1.0.0");
        corpus.add(
                "dash",
                r -> r.release("v1.0.0", tree("dash").file("--output=x", "a").file("-", "b")),
                "v1.0.0");
        corpus.add("hg", r -> r.release("v1.0.0", tree("hg").file(".hg_archival.txt", "a")), "v1.0.0");
        corpus.add("shouting", r -> r.release("v1.0.0", plain("a").file("GO.MOD", "module x\n")), "v1.0.0");
        corpus.add(
                "modlink",
                r -> r.release("v1.0.0", plain("a").link("go.mod", "lib.go").link("d/go.mod", "x")),
                "v1.0.0");
        corpus.at(
                "github.com/Corpus/UpperCase",
                r -> r.release("v1.0.0-RC1", GitRepo.module("github.com/Corpus/UpperCase", "1.21")),
                "v1.0.0-RC1");
    }

    /** What is below the top. */
    private void folders() {
        corpus.add(
                "nested",
                r -> r.release(
                                "v1.0.0",
                                tree("nested")
                                        .file("tool/go.mod", "module " + AT + "nested/tool\n")
                                        .file("tool/a.go", "package a\n")
                                        .file("tool/deep/a.go", "package a\n")
                                        .file("loud/Go.Mod", "module x\n")
                                        .file("loud/a.go", "package a\n")
                                        .file("other/a.go", "package a\n"))
                        .tag("tool/v0.1.0", 1),
                "v1.0.0");
        corpus.ask(AT + "nested/tool", "v0.1.0", "main", "v1.0.0", "latest");
        corpus.ask(AT + "nested/other", "main", "latest");
        for (String go : List.of("1.21", "1.24", "1.24rc1", "1.23.5")) {
            String name = "vendor" + go;
            corpus.add(
                    name,
                    r -> r.release(
                            "v1.0.0",
                            GitRepo.module(AT + name, go)
                                    .file("vendor/modules.txt", "# x\n")
                                    .file("vendor/x.test/y/y.go", "package y\n")
                                    .file("vendor/top.go", "package top\n")
                                    .file("pkg/vendor/vendor.go", "package v\n")
                                    .file("pkg/vendor/foo/foo.go", "package foo\n")
                                    .file("a/b/c/vendor/d.go", "package d\n")
                                    .file("a/vendor/modules.txt", "# x\n")
                                    .file("x/vendored/d.go", "package d\n")),
                    "v1.0.0");
        }
        corpus.add(
                "licence",
                r -> r.release(
                                "v1.0.0",
                                tree("licence")
                                        .file(".gitattributes", "LICENSE text eol=crlf\n")
                                        .file("LICENSE", "of the top\n")
                                        .file("none/go.mod", "module " + AT + "licence/none\n")
                                        .file("own/go.mod", "module " + AT + "licence/own\n")
                                        .file("own/LICENSE", "of its own\n")
                                        .file("link/go.mod", "module " + AT + "licence/link\n")
                                        .link("link/LICENSE", "../LICENSE"))
                        .tag("none/v1.0.0", 1)
                        .tag("own/v1.0.0", 1)
                        .tag("link/v1.0.0", 1),
                "v1.0.0");
        corpus.ask(AT + "licence/none", "v1.0.0");
        corpus.ask(AT + "licence/own", "v1.0.0");
        corpus.ask(AT + "licence/link", "v1.0.0");
        corpus.add(
                "linked",
                r -> r.release(
                                "v1.0.0",
                                tree("linked")
                                        .link("LICENSE", "lib.go")
                                        .file("sub/go.mod", "module " + AT + "linked/sub\n"))
                        .tag("sub/v1.0.0", 1));
        corpus.ask(AT + "linked/sub", "v1.0.0");
    }

    /** What is too large. */
    private void limits() {
        corpus.add(
                "licensed",
                r -> r.release("v1.0.0", tree("licensed").file("LICENSE", new byte[(16 << 20) + 1])),
                "v1.0.0");
        byte[] zeros = new byte[25 << 20];
        Tree huge = tree("huge");
        for (int i = 0; i < 21; i++) {
            huge.file("zeros" + i, zeros);
        }
        corpus.add("huge", r -> r.release("v1.0.0", huge), "v1.0.0");
    }
}
