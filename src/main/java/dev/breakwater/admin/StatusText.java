package dev.breakwater.admin;

import java.util.List;

/**
 * The status of builds in one language; the same on every page, in the API and from the command.
 *
 * @param state {@code safe}, {@code degraded}, {@code new-modules-fail} or {@code outage}
 * @param word the state for people, as in {@code Degraded}
 * @param sentence what is wrong and what still works
 * @param notes further remarks, a sentence each
 */
public record StatusText(String state, String word, String sentence, List<String> notes) {}
