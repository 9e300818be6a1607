package dev.breakwater.git;

import java.time.Instant;

/** A commit: its full hash, and when it was committed. */
public record Commit(String hash, Instant time) {}
