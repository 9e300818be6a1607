package dev.breakwater.ownership;

/**
 * The name under which the store keeps the private packages of a repository: one that no repository can have, so that a changed
 * pattern gives nothing away.
 */
public final class PrivateHome {
    private static final String APART = ".private";

    private PrivateHome() {}

    /** That of the repository of that name. */
    public static String of(String repository) {
        return repository + APART;
    }

    /** Whether {@code stored} is such a name. */
    public static boolean is(String stored) {
        return stored.endsWith(APART);
    }
}
