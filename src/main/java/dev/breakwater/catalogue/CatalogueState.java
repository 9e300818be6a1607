package dev.breakwater.catalogue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the catalogue.
 *
 * @param state {@code closed} before it was opened, {@code building} while a walk reads the store, {@code ready}, or
 * {@code failed}
 * @param entries how many entries it had within the last minute
 * @param behind how many changes of the store it has not applied yet
 * @param builtAt when the last walk ended; null if none is known
 * @param said why it failed, for people; else empty
 */
public record CatalogueState(
        String state, long entries, long behind, @Nullable Instant builtAt, String said) {}
