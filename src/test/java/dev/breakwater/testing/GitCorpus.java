package dev.breakwater.testing;

import dev.breakwater.testing.GitRepo.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Repositories that are easy to get wrong, each named for what is awkward in it, and the questions about them that a
 * go command and we must answer alike.
 */
public final class GitCorpus {
    static final String AT = "github.com/corpus/";

    private final GitHost host;
    private final List<String> modules = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();
    private int repositories;

    private GitCorpus(GitHost host) {
        this.host = host;
    }

    /** Publishes them all at {@code host}. */
    public static GitCorpus publish(GitHost host) {
        GitCorpus corpus = new GitCorpus(host);
        GitTrees.publish(corpus);
        GitTags.publish(corpus);
        GitPages.publish(corpus);
        return corpus;
    }

    /** Where they are published. */
    GitHost host() {
        return host;
    }

    /** Modules whose lists of versions are to be compared. */
    public List<String> modules() {
        return List.copyOf(modules);
    }

    /** Questions, as in {@code module@version}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** How many repositories there are. */
    public int repositories() {
        return repositories;
    }

    GitRepo add(String name, Consumer<GitRepo> history, String... queries) {
        return at(name.indexOf('/') < 0 ? AT + name : name, history, queries);
    }

    GitRepo at(String place, Consumer<GitRepo> history, String... queries) {
        repositories++;
        GitRepo repository = host.repository(place);
        history.accept(repository);
        repository.publish();
        ask(place, queries);
        return repository;
    }

    void ask(String module, String... queries) {
        if (!modules.contains(module)) {
            modules.add(module);
        }
        for (String query : queries) {
            questions.add(module + "@" + query);
        }
    }

    static Tree tree(String name) {
        return GitRepo.module(AT + name, "1.21");
    }

    static Tree plain(String content) {
        return new Tree().file("lib.go", "package lib\n\n// " + content + "\n");
    }
}
