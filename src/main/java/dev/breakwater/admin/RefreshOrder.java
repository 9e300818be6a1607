package dev.breakwater.admin;

/**
 * What is to be asked anew.
 *
 * @param repository the repository's name
 * @param module the module's path, as it stands in an import
 */
record RefreshOrder(String repository, String module) {}
