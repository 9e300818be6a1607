package dev.breakwater.auth;

/**
 * What a permission is about.
 *
 * @param name the thing's name in its format, as a module path; empty for what belongs to a repository as a whole
 * @param confidential whether the name is the operator's own, so that not everybody may see it, nor whether it exists
 */
public record Subject(String name, boolean confidential) {
    /** What everybody may see who may see anything of a repository. */
    public static final Subject PUBLIC = new Subject("", false);
}
