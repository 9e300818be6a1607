package dev.breakwater.admin;

/**
 * A parameter of a route.
 *
 * @param name its name in the query, or in braces in the path
 * @param number whether it is a whole number; else text
 * @param meaning its description in the OpenAPI document
 */
record Param(String name, boolean inPath, boolean number, String meaning) {
    /** Text in the query. */
    static Param text(String name, String meaning) {
        return new Param(name, false, false, meaning);
    }

    /** A whole number in the query. */
    static Param number(String name, String meaning) {
        return new Param(name, false, true, meaning);
    }

    /** An element of the path. */
    static Param path(String name, String meaning) {
        return new Param(name, true, false, meaning);
    }
}
