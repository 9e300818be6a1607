package dev.breakwater.git;

/**
 * A file in a commit.
 *
 * @param path from the root, with slashes; invalid UTF-8 in it is replaced
 * @param mode as git has it, in octal digits: {@code 100644}, {@code 100755}, {@code 120000} for a symbolic link
 * @param size in bytes, before any conversion of line endings
 */
public record TreeFile(String path, String mode, long size) {
    /** Whether it is a symbolic link. */
    public boolean isLink() {
        return mode.equals("120000");
    }
}
