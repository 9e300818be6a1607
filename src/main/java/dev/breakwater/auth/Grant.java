package dev.breakwater.auth;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The permissions given to a caller.
 *
 * @param may the permissions
 * @param repositories the repositories; empty for all
 * @param covers the confidential names that it covers
 */
public record Grant(Set<Permission> may, Set<String> repositories, BiPredicate<String, String> covers) {
    /**
     * Whether it allows {@code what}. A caller that may read anything in a repository may read everything public there: no build
     * works without it.
     */
    boolean allows(Permission what, String repository, Subject subject) {
        if (!may.contains(what)) {
            return false;
        }
        return switch (what) {
            case ADMIN -> true;
            case READ -> in(repository) && (!subject.confidential() || covers.test(repository, subject.name()));
            // Without a name nothing can be published or deleted: such a request gets an error that says what is wrong.
            case PUBLISH, DELETE ->
                in(repository) && (subject.name().isEmpty() || covers.test(repository, subject.name()));
        };
    }

    /** What both allow; empty if that is nothing. */
    Optional<Grant> within(Grant limit) {
        Set<Permission> both = EnumSet.noneOf(Permission.class);
        may.stream().filter(limit.may::contains).forEach(both::add);
        boolean anywhere = repositories.isEmpty() && limit.repositories.isEmpty();
        Set<String> where = new HashSet<>(repositories.isEmpty() ? limit.repositories : repositories);
        if (!limit.repositories.isEmpty()) {
            where.retainAll(limit.repositories);
        }
        // no repositories would mean all
        return both.isEmpty() || (where.isEmpty() && !anywhere)
                ? Optional.empty()
                : Optional.of(new Grant(Set.copyOf(both), Set.copyOf(where), covers.and(limit.covers)));
    }

    private boolean in(String repository) {
        return repositories.isEmpty() || repositories.contains(repository);
    }
}
