package dev.breakwater.auth;

import java.util.List;

/**
 * Who may do what: the access law. It is asked for every request, before a hit is sent and before a flight is joined.
 * Immutable; a changed configuration makes another.
 *
 * @param anonymous what whoever sends no credentials may read
 * @param everybody what rules give to everybody beyond that
 * @param metrics whether the metrics are for everybody; else for who may {@link Permission#ADMIN administer}
 * @param console whether the console and what the API shows are for everybody, as far as they are not confidential
 * @param authenticator knows who is who
 */
public record Access(
        Anonymous anonymous, List<Grant> everybody, boolean metrics, boolean console, Authenticator authenticator) {
    /** What whoever sends no credentials may read. */
    public enum Anonymous {
        /** Everything. */
        EVERYTHING,
        /** What is not confidential. */
        PUBLIC,
        /** Nothing in any repository. */
        NOTHING
    }

    /** Where everybody may read everything, and nobody publish. */
    public static final Access OPEN = new Access(Anonymous.EVERYTHING, List.of(), true, true, Authenticator.NOBODY);

    /** Copies the grants. */
    public Access {
        everybody = List.copyOf(everybody);
    }

    /** Whether there is nothing to check for who only reads: their credentials are not even looked at. */
    public boolean open() {
        return anonymous == Anonymous.EVERYTHING;
    }

    /** Whether nothing at all is for everybody, so that no shared cache may keep an answer. */
    public boolean forEachAlone() {
        return anonymous == Anonymous.NOTHING;
    }

    /** Whether {@code principal} may do {@code what} with {@code subject} in {@code repository}. */
    public boolean may(Principal principal, Permission what, String repository, Subject subject) {
        if (what == Permission.READ && reads(subject)) {
            return true;
        }
        return allows(principal.grants(), what, repository, subject) || allows(everybody, what, repository, subject);
    }

    private boolean reads(Subject subject) {
        return switch (anonymous) {
            case EVERYTHING -> true;
            case PUBLIC -> !subject.confidential();
            case NOTHING -> false;
        };
    }

    private static boolean allows(List<Grant> grants, Permission what, String repository, Subject subject) {
        for (Grant grant : grants) {
            if (grant.allows(what, repository, subject)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code principal} may see the metrics. */
    public boolean maySeeMetrics(Principal principal) {
        return metrics || administers(principal);
    }

    /** Whether {@code principal} may look at the console. */
    public boolean mayLook(Principal principal) {
        return console || administers(principal);
    }

    /** Whether {@code principal} may see and change what is the operator's. */
    public boolean administers(Principal principal) {
        return may(principal, Permission.ADMIN, "-", Subject.PUBLIC);
    }
}
