package dev.breakwater.auth;

import java.util.List;

/**
 * The access rules: who may do what. Checked for every request, before a hit is sent and before a flight is joined. Immutable;
 * a changed configuration creates a new one.
 *
 * @param anonymous what a client without credentials may read
 * @param everybody further grants of the rules to all callers
 * @param metrics whether all callers may see the metrics; else only those with {@link Permission#ADMIN}
 * @param console whether all callers may see the console and the API, except what is confidential
 * @param authenticator identifies callers
 */
public record Access(
        Anonymous anonymous, List<Grant> everybody, boolean metrics, boolean console, Authenticator authenticator) {
    /** What a client without credentials may read. */
    public enum Anonymous {
        /** Everything. */
        EVERYTHING,
        /** What is not confidential. */
        PUBLIC,
        /** Nothing in any repository. */
        NOTHING
    }

    /** All callers may read everything, and none may publish. */
    public static final Access OPEN = new Access(Anonymous.EVERYTHING, List.of(), true, true, Authenticator.NOBODY);

    /** Copies the grants. */
    public Access {
        everybody = List.copyOf(everybody);
    }

    /** Whether readers need no check: their credentials are not even read. */
    public boolean open() {
        return anonymous == Anonymous.EVERYTHING;
    }

    /** Whether anonymous callers may read nothing, so that no shared cache may keep an answer. */
    public boolean forEachAlone() {
        return anonymous == Anonymous.NOTHING;
    }

    /** Whether {@code principal} may do {@code what} with {@code subject} in {@code repository}. */
    public boolean may(Principal principal, Permission what, String repository, Subject subject) {
        if (what == Permission.READ && (subject.equals(Subject.LOGIN) || reads(subject))) {
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

    /** Whether {@code principal} may see the console. */
    public boolean mayLook(Principal principal) {
        return console || administers(principal);
    }

    /** Whether {@code principal} may see and change the operator's data. */
    public boolean administers(Principal principal) {
        return may(principal, Permission.ADMIN, "-", Subject.PUBLIC);
    }
}
