package dev.breakwater.admin;

/** What the page on modules shows, and what was searched for. */
public record ModulesView(ModuleSearch search, String text) {}
