package dev.breakwater.repository;

/**
 * The address of a repository as the client reaches it. Formats write it into documents that contain addresses.
 *
 * @param text without a slash at its end, as in {@code https://deps.example.com/npm}
 * @param known whether it is configured, or this machine's own. Any other comes from the request's Host header: documents for
 *     it must not be stored, or a client could fill the store with one for each name it invents
 */
public record BaseUrl(String text, boolean known) {}
