package dev.breakwater.admin;

/** The data of the page on modules, and the search text. */
public record ModulesView(ModuleSearch search, String text) {}
