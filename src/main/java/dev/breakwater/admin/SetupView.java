package dev.breakwater.admin;

import java.util.List;

/** What the page on clients shows. */
public record SetupView(List<ClientLines> repositories) {}
