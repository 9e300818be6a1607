package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Quote;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code hosts whose repositories the go command knows from the module path alone ({@code vcsPaths} of cmd/go/internal/vcs),
 * and the paths that name their repository by {@code .git}. All other hosts are asked.
 */
final class CodeHosts {
    private static final String ELEMENT = "[\\w.\\-]+";
    private static final String BELOW = "(?:/" + ELEMENT + ")*";

    private static final List<KnownHost> HOSTS = List.of(
            new KnownHost("github.com", "github\\.com/" + ELEMENT + "/" + ELEMENT, true),
            new KnownHost("bitbucket.org", "bitbucket\\.org/" + ELEMENT + "/" + ELEMENT, true),
            new KnownHost("hub.jazz.net/git", "hub\\.jazz\\.net/git/[a-z0-9]+/" + ELEMENT, true),
            new KnownHost("git.apache.org", "git\\.apache\\.org/[a-z0-9_.\\-]+\\.git", false),
            new KnownHost("git.openstack.org", "git\\.openstack\\.org/" + ELEMENT + "/" + ELEMENT, false));

    private static final Pattern ANY = Pattern.compile(
            "((?:[a-z0-9.\\-]+\\.)+[a-z0-9.\\-]+(?:/~?[\\w.\\-]+)+?)\\.(bzr|fossil|git|hg|svn)(?:/~?[\\w.\\-]+)*");

    private static final Pattern SUFFIX = Pattern.compile(".*\\.(bzr|fossil|git|hg|svn)");

    private record KnownHost(String prefix, Pattern whole, boolean bare) {
        KnownHost(String prefix, String root, boolean bare) {
            this(prefix, Pattern.compile("(" + root + ")" + BELOW), bare);
        }
    }

    private CodeHosts() {}

    /** Where {@code module} comes from; empty if its host must be asked; bad if it can't exist. */
    static Parsed<Optional<ModuleSource>> find(ModulePath module) {
        String path = module.plain();
        for (KnownHost host : HOSTS) {
            if (path.equals(host.prefix()) || path.startsWith(host.prefix() + "/")) {
                return at(host, path);
            }
        }
        Matcher any = ANY.matcher(path);
        if (!any.matches()) {
            return new Parsed.Ok<>(Optional.empty());
        }
        String root = any.group(1) + "." + any.group(2);
        return new Parsed.Ok<>(Optional.of(
                any.group(2).equals("git")
                        ? new ModuleSource.GitSource(root, "https://" + any.group(1), "")
                        : new ModuleSource.Other(any.group(2))));
    }

    private static Parsed<Optional<ModuleSource>> at(KnownHost host, String path) {
        Matcher matcher = host.whole().matcher(path);
        if (!matcher.matches()) {
            return new Parsed.Bad<>(Quote.of(path) + " names no repository of " + host.prefix());
        }
        String root = matcher.group(1);
        if (host.bare() && SUFFIX.matcher(root).matches()) {
            return new Parsed.Bad<>(Quote.of(path) + " must be written without the suffix of its repository");
        }
        return new Parsed.Ok<>(Optional.of(new ModuleSource.GitSource(root, "https://" + root, "")));
    }
}
