package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Adopted;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The registries that npm is set to use, for all packages and for single scopes.
 *
 * @param registry the one for all packages; null if what is set is unusable
 * @param from its source, for people
 * @param chosen whether a user set it
 * @param scopes those of scopes, which begin with an at sign; may contain user and password, as may {@code registry}
 */
record RegistryChoice(@Nullable URI registry, String from, boolean chosen, SequencedMap<String, ScopeRegistry> scopes) {
    private static final String REMEMBERED = " (remembered)";
    private static final String OF_SCOPE = ":registry";

    /**
     * The registry of a scope.
     *
     * @param url its address; null if what is set is unusable: the scope is private nonetheless
     * @param from its source, for people
     */
    record ScopeRegistry(@Nullable URI url, String from) {
        /** Hides passwords. */
        @Override
        public String toString() {
            return Urls.shown(url) + " from " + from;
        }
    }

    /** Hides passwords. */
    @Override
    public String toString() {
        return "RegistryChoice[" + Urls.shown(registry) + " from " + from + ", scopes=" + scopes + "]";
    }

    /** The scope whose registry {@code key} of npm's settings is, with its at sign; null if it is another key. */
    static @Nullable String scope(String key) {
        return key.startsWith("@") && key.endsWith(OF_SCOPE)
                ? key.substring(0, key.length() - OF_SCOPE.length())
                : null;
    }

    /** As the list of {@link Adopted}: the registry, then {@code @scope:registry=URL} for each scope. */
    String written() {
        List<String> words = new ArrayList<>();
        if (registry != null) {
            words.add(registry.toString());
        }
        scopes.forEach((scope, each) -> {
            if (each.url() != null) {
                words.add(scope + OF_SCOPE + "=" + each.url());
            }
        });
        return String.join(" ", words);
    }

    /** What {@code written} says in the record of an earlier start. */
    static RegistryChoice remembered(Adopted kept) {
        String from = kept.from().endsWith(REMEMBERED) ? kept.from() : kept.from() + REMEMBERED;
        URI registry = null;
        SequencedMap<String, ScopeRegistry> scopes = new LinkedHashMap<>();
        for (String word : SafeText.words(kept.list())) {
            int equals = word.startsWith("@") ? word.indexOf('=') : -1;
            if (Urls.withUser(word.substring(equals + 1)) instanceof ParseResult.Right<URI>(URI url)) {
                String scope = equals < 0 ? null : scope(word.substring(0, equals));
                if (scope == null) {
                    registry = url;
                } else {
                    scopes.put(scope, new ScopeRegistry(url, from));
                }
            }
        }
        return new RegistryChoice(registry, from, kept.chosen(), scopes);
    }
}
