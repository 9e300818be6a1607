package dev.breakwater.testing;

import static dev.breakwater.testing.GitCorpus.AT;
import static dev.breakwater.testing.GitCorpus.plain;

import java.util.List;

/** The part of {@link GitCorpus} whose repositories are hard to find. */
final class GitPages {
    private final GitCorpus corpus;

    private GitPages(GitCorpus corpus) {
        this.corpus = corpus;
    }

    static void publish(GitCorpus corpus) {
        GitPages all = new GitPages(corpus);
        all.discovery();
    }

    /** How a repository is found. */
    private void discovery() {
        corpus.at(
                "git.corpus.test/custom",
                r -> r.release(
                                "v1.0.0",
                                GitRepo.module("corpus.test/custom", "1.21")
                                        .file("sub/go.mod", "module corpus.test/custom/sub\n"))
                        .tag("sub/v1.0.0", 1)
                        .tag("sub/v1.1.0", 1));
        corpus.ask("git.corpus.test/custom");
        corpus.host().goImport("corpus.test/custom", "corpus.test/custom git https://git.corpus.test/custom");
        corpus.host().goImport("corpus.test/custom/sub", "corpus.test/custom git https://git.corpus.test/custom");
        corpus.ask("corpus.test/custom", "v1.0.0", "main");
        corpus.ask("corpus.test/custom/sub", "v1.1.0");
        corpus.at(
                "git.corpus.test/mono",
                r -> r.tag(
                                "src/lib/v1.0.0",
                                r.commit(
                                        "main",
                                        plain("x")
                                                .file("LICENSE", "a\n")
                                                .file("src/lib/go.mod", "module corpus.test/inside\n")
                                                .file("src/lib/a.go", "package a\n")
                                                .file("src/lib/v2/go.mod", "module corpus.test/inside/v2\n")))
                        .tag("src/lib/v2.0.0", 1));
        corpus.host().goImport("corpus.test/inside", "corpus.test/inside git https://git.corpus.test/mono src/lib");
        corpus.host().goImport("corpus.test/inside/v2", "corpus.test/inside git https://git.corpus.test/mono src/lib");
        corpus.ask("corpus.test/inside", "v1.0.0", "latest", "main");
        corpus.ask("corpus.test/inside/v2", "v2.0.0");
        corpus.host().goImport("corpus.test/outside", "corpus.test/outside git https://git.corpus.test/mono /etc");
        corpus.ask("corpus.test/outside", "v1.0.0");
        corpus.at("git.corpus.test/mangos", r -> r.release("v2.0.0", GitRepo.module("corpus.test/mangos/v2", "1.21")));
        corpus.host().goImport("corpus.test/mangos/v2", "corpus.test/mangos/v2 git https://git.corpus.test/mangos");
        corpus.ask("corpus.test/mangos/v2", "v2.0.0", "latest");
        corpus.at("git.corpus.test/yaml", r -> {
            r.tag("v2.0.0", r.commit("main", plain("2"))).tag("v1.0.0", 1);
            r.commit("main", plain("3"), 1);
        });
        for (String version : List.of("v1", "v2", "v2-unstable")) {
            corpus.host()
                    .goImport(
                            "gopkg.in/yaml." + version,
                            "gopkg.in/yaml." + version + " git https://git.corpus.test/yaml");
            corpus.ask("gopkg.in/yaml." + version, "latest", "main", "v2.0.0", "v1.0.0");
        }
        corpus.at("git.corpus.test/new", r -> r.release("v1.0.0", GitRepo.module("corpus.test/moved", "1.21")));
        corpus.host().redirect("git.corpus.test/old", "https://git.corpus.test/new");
        corpus.host().goImport("corpus.test/moved", "corpus.test/moved git https://git.corpus.test/old");
        corpus.ask("corpus.test/moved", "v1.0.0");
        corpus.at(
                "git.corpus.test/u/dotted",
                r -> r.release(
                                "v1.0.0",
                                GitRepo.module("git.corpus.test/u/dotted.git", "1.21")
                                        .file("sub/go.mod", "module git.corpus.test/u/dotted.git/sub\n"))
                        .tag("sub/v1.0.0", 1));
        corpus.ask("git.corpus.test/u/dotted.git", "v1.0.0", "main");
        corpus.ask("git.corpus.test/u/dotted.git/sub", "v1.0.0");
        corpus.ask("corpus.test/nowhere", "v1.0.0");
        corpus.ask(AT + "nowhere", "v1.0.0", "latest");
        corpus.ask("github.com/corpus", "v1.0.0");
        corpus.ask(AT + "suffixed.git", "v1.0.0");
        corpus.host().goImport("evil.test/liar", "corpus.test/custom git https://git.corpus.test/yaml");
        corpus.host().goImport("evil.test/two/deep", "evil.test/two git https://git.corpus.test/yaml");
        corpus.host().goImport("evil.test/two", "evil.test/two git https://git.corpus.test/custom");
        corpus.host().goImport("evil.test/hg", "evil.test/hg hg https://git.corpus.test/hg");
        corpus.host().goImport("evil.test/file", "evil.test/file git file:///etc");
        corpus.host().goImport("evil.test/ext", "evil.test/ext git ext::sh");
        corpus.host().goImport("evil.test/option", "evil.test/option git --upload-pack=touch");
        corpus.host()
                .page(
                        "evil.test/double",
                        "<html><head><meta name=go-import content='evil.test/double git https://git.corpus.test/new'>"
                                + "<meta name=go-import content='evil.test/double git https://git.corpus.test/old'></head></html>");
        corpus.host()
                .page(
                        "evil.test/body",
                        "<html><head></head><body><meta name=go-import content='evil.test/body git https://git.corpus.test/new'></body></html>");
        for (String name : List.of("liar", "two/deep", "hg", "file", "ext", "option", "double", "body")) {
            corpus.ask("evil.test/" + name, "v1.0.0");
        }
        corpus.host().goImport("corpus.test/proxied", "corpus.test/proxied mod https://corpus.test/proxy");
        corpus.host().page("corpus.test/proxy/corpus.test/proxied/@v/list", "v1.0.0\n");
        corpus.host()
                .page(
                        "corpus.test/proxy/corpus.test/proxied/@v/v1.0.0.info",
                        "{\"Version\":\"v1.0.0\",\"Time\":\"2024-01-01T00:00:00Z\"}");
        corpus.host().page("corpus.test/proxy/corpus.test/proxied/@v/v1.0.0.mod", "module corpus.test/proxied\n");
        corpus.ask("corpus.test/proxied", "v1.0.0");
    }
}
