package dev.breakwater.ownership;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The names that are the operator's own, and what owns each. The first pattern that matches a name decides: a name that is owned
 * is asked of its owner alone, and never falls through to what public names are asked of, whatever becomes of the owner.
 *
 * @param <O> an owner, as the format has it
 */
public final class Ownership<O> {
    /** Names under one pattern, and what owns them. */
    public record OwnedNames<O>(String pattern, O owner) {}

    /** Whose a name is. */
    public sealed interface NameOwner<O> {
        /** It is public. */
        record PublicName<O>() implements NameOwner<O> {}

        /** It is {@code owner}'s, by {@code pattern}. */
        record OwnName<O>(String pattern, O owner) implements NameOwner<O> {}

        /** Shorter than a pattern whose first elements match it: no package, and its name is private too. */
        record AboveOwnNames<O>() implements NameOwner<O> {}
    }

    private final NamePatterns patterns;
    private final Map<String, O> owners = new HashMap<>();

    /** Of several patterns that match a name the first counts. */
    public Ownership(List<OwnedNames<O>> owned) {
        patterns = NamePatterns.of(owned.stream().map(OwnedNames::pattern).toList());
        owned.forEach(each -> owners.putIfAbsent(NamePatterns.plain(each.pattern()), each.owner()));
    }

    /** Whose {@code name} is. */
    public NameOwner<O> of(String name) {
        return switch (patterns.match(name)) {
            case NamePatterns.Match.NotPrivate _ -> new NameOwner.PublicName<>();
            case NamePatterns.Match.Within(String pattern) ->
                new NameOwner.OwnName<>(pattern, Objects.requireNonNull(owners.get(pattern)));
            case NamePatterns.Match.Above _ -> new NameOwner.AboveOwnNames<>();
        };
    }

    /** Whether {@code name} must not leave. */
    public boolean isPrivate(String name) {
        return patterns.isPrivate(name);
    }
}
