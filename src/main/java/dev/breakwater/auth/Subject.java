package dev.breakwater.auth;

/**
 * The subject of a permission: a name in a repository.
 *
 * @param name the thing's name in its format, as a module path; empty for the repository as a whole
 * @param confidential whether the name is the operator's own, so that only permitted callers may see it, or whether it exists
 */
public record Subject(String name, boolean confidential) {
    /** A repository's public content, visible to every caller that may see anything of it. */
    public static final Subject PUBLIC = new Subject("", false);

    /**
     * The way to credentials: reading it takes none, whatever else does. A request with a method that may change something has its
     * credentials ignored, since wrong ones are the reason for a login.
     */
    public static final Subject LOGIN = new Subject("-login", false);
}
