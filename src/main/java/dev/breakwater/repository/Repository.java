package dev.breakwater.repository;

/** A repository: a name under which it is served, and the format it speaks. */
public record Repository(String name, Format format) {}
