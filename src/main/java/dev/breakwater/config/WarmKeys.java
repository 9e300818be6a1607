package dev.breakwater.config;

import dev.breakwater.config.Key.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of what is kept up to date before anybody asks; a part of {@link Keys}. */
final class WarmKeys {
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    static final Key<String> WARM = Key.block(
            "warm",
            Shape.BLOCK,
            "What is kept up to date before anybody asks, see [operations](operations.md#new-versions-before-anybody-asks).");
    static final Key<String> MODULES = Key.values(
            "modules",
            Globs.TYPE,
            "Modules of which new versions are fetched soon after they appear: names, and GOPRIVATE globs of modules that are"
                    + " held.",
            "[golang.org/x/*, github.com/spf13/cobra]");
    static final Key<Duration> EVERY = Key.value(
                    "every",
                    Types.DURATION.where(time -> time.compareTo(SHORTEST) < 0
                            ? new Parsed.Wrong<>("is less than is polite to ask of others", "write 10s or more")
                            : null),
                    "How often it is asked for them; at least `10s`.",
                    "1h")
            .fallback("15m");
    static final Key<URI> INDEX_FEED = Key.value(
            "index-feed",
            Types.URL,
            "An index of new versions in the format of index.golang.org, asked every minute: what it names of modules that are"
                    + " held, or in `modules`, is asked for at once.",
            "https://index.golang.org/index");

    static final Keys.Group IN_WARM = new Keys.Group("repositories.*.warm", List.of(MODULES, EVERY, INDEX_FEED));

    static final Key<String> HOOKS = Key.block(
            "hooks",
            Shape.BLOCK,
            "Secrets of push hooks, see [operations](operations.md#new-versions-before-anybody-asks); of a code host without"
                    + " one none is accepted.");
    static final Key<String> GITHUB = secret("github", "GitHub");
    static final Key<String> GITLAB = secret("gitlab", "GitLab");
    static final Key<String> GITEA = secret("gitea", "Gitea or Forgejo");

    static final Keys.Group IN_HOOKS = new Keys.Group("hooks", List.of(GITHUB, GITLAB, GITEA));

    private WarmKeys() {}

    private static Key<String> secret(String label, String host) {
        return Key.value(
                        label + "-secret",
                        Types.TEXT,
                        "The secret of hooks of " + host + " that are sent to `/-/api/v1/hooks/" + label + "`.",
                        "${HOOK_SECRET}")
                .hidden();
    }

    static WarmSettings read(Block repository) {
        Block block = repository.block(WARM, IN_WARM);
        List<String> modules = block.list(MODULES);
        return new WarmSettings(modules == null ? List.of() : modules, block.get(EVERY), block.find(INDEX_FEED));
    }

    /** By the label of the code host. */
    static Map<String, Secret> hooks(Block root) {
        Block block = root.block(HOOKS, IN_HOOKS);
        return Stream.of(GITHUB, GITLAB, GITEA)
                .filter(key -> block.given(key) != null)
                .collect(Collectors.toUnmodifiableMap(
                        key -> key.name().replace("-secret", ""), key -> new Secret(block.get(key))));
    }
}
