package dev.breakwater.admin;

/**
 * The body of a refresh request.
 *
 * @param repository the repository's name
 * @param module the module's path, as it stands in an import
 */
record RefreshOrder(String repository, String module) {}
