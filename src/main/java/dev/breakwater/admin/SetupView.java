package dev.breakwater.admin;

import java.util.List;

/**
 * What the page on clients shows.
 *
 * @param repositories how clients of each repository are set up
 * @param programs clients that are set up by files, for all repositories together
 */
public record SetupView(List<ClientLines> repositories, List<ClientProgram> programs) {}
