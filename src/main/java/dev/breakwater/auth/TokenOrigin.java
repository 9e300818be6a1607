package dev.breakwater.auth;

/**
 * What a token was made from by its holder.
 *
 * @param from the id of the operator's token, without which it is worth nothing
 * @param label what its maker calls it
 */
public record TokenOrigin(String from, String label) {}
