package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Adopted;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Urls;
import dev.breakwater.format.npm.settings.RegistryChoice.ScopeRegistry;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registries that npm is set to use: in the user's settings, else in those that only an installed npm knows. An
 * npm that points to this server, as it should, says nothing about registries: then those of an earlier start stay.
 */
final class RegistryFinder {
    private final UserNpmrc settings;
    private final NpmEnv npm;
    private final OwnAddresses self;
    private final @Nullable RegistryChoice before;
    private final List<String> notes;

    /**
     * {@code npm} is asked only if {@code settings} have no registry; {@code before} is of an earlier start, if there was one;
     * {@code notes} get what is unusable or remembered.
     */
    RegistryFinder(UserNpmrc settings, NpmEnv npm, OwnAddresses self, @Nullable Adopted before, List<String> notes) {
        this.settings = settings;
        this.npm = npm;
        this.self = self;
        this.before = before == null ? null : RegistryChoice.remembered(before);
        this.notes = notes;
    }

    RegistryChoice find() throws InterruptedException {
        SequencedMap<String, ScopeRegistry> scopes = scopes();
        String set = settings.get("registry");
        if (set != null) {
            String from = settings.from("registry");
            URI url = url(set, from);
            if (url == null || !ours(url)) {
                return new RegistryChoice(url, from, true, scopes);
            }
            if (before != null) {
                return kept(before, scopes);
            }
        }
        return installed(scopes);
    }

    private RegistryChoice installed(SequencedMap<String, ScopeRegistry> scopes) throws InterruptedException {
        switch (npm.ask()) {
            case NpmEnv.NpmAnswer.NoNpm(String why) -> notes.add("can't use npm's settings: " + why);
            case NpmEnv.NpmAnswer.UsedRegistry(String text) -> {
                String from = "npm config get registry";
                URI url = url(text, from);
                if (url != null && !ours(url)) {
                    return new RegistryChoice(url, from, !url.equals(WellKnownRegistries.USUAL), scopes);
                }
                if (url != null && before != null) {
                    return kept(before, scopes);
                }
            }
        }
        return new RegistryChoice(WellKnownRegistries.USUAL, "npm's default", false, scopes);
    }

    /** The registries that npm used before it pointed to this server; a scope that is set now stays as it is. */
    private RegistryChoice kept(RegistryChoice kept, SequencedMap<String, ScopeRegistry> scopes) {
        notes.add("npm's settings name only this server, so the registries adopted before stay: " + kept.from());
        kept.scopes().forEach(scopes::putIfAbsent);
        return new RegistryChoice(kept.registry(), kept.from(), kept.chosen(), scopes);
    }

    /** A scope whose registry is unusable stays private: its names must not be told to a public registry. */
    private SequencedMap<String, ScopeRegistry> scopes() {
        SequencedMap<String, ScopeRegistry> scopes = new LinkedHashMap<>();
        for (String key : settings.keys()) {
            String scope = RegistryChoice.scope(key);
            String text = settings.get(key);
            if (scope == null || text == null) {
                continue;
            }
            String from = settings.from(key);
            if (!scope.matches("@[A-Za-z0-9._~-]{1,213}")) {
                notes.add(from + ": \"" + SafeText.shown(scope) + "\" is not a scope, and is ignored");
                continue;
            }
            URI url = url(text, from);
            if (url != null && ours(url)) {
                Map<String, ScopeRegistry> known = before == null ? Map.of() : before.scopes();
                scopes.put(scope, known.getOrDefault(scope, new ScopeRegistry(null, from)));
            } else {
                scopes.put(scope, new ScopeRegistry(url, from));
            }
        }
        return scopes;
    }

    private @Nullable URI url(String text, String from) {
        return switch (Urls.withUser(text)) {
            case ParseResult.Right<URI>(URI url) -> url;
            case ParseResult.Wrong<URI>(String what, String instead) -> {
                notes.add(from + ": \"" + SafeText.shown(SafeText.masked(text)) + "\" " + what + ", and is ignored: "
                        + instead);
                yield null;
            }
        };
    }

    private boolean ours(URI url) {
        boolean ours = self.is(Urls.withoutUser(url));
        if (ours) {
            notes.add(Urls.shown(url) + " is this server's own address, and is ignored");
        }
        return ours;
    }
}
