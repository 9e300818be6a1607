package dev.breakwater.repository;

/**
 * The address of a repository as the client that asks reaches it. Formats whose documents contain addresses write it there.
 *
 * @param text without a slash at its end, as in {@code https://deps.example.com/npm}
 * @param known whether the operator has configured it, or it is this machine's own. Any other comes from the request's Host
 *     header: what is made for it must not be kept, or a client could fill the store with one document for each name it invents
 */
public record BaseUrl(String text, boolean known) {}
