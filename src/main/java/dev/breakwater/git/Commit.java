package dev.breakwater.git;

import java.time.Instant;

/** A commit: its whole hash, and when it was committed. */
public record Commit(String hash, Instant time) {}
