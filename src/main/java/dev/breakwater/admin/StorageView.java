package dev.breakwater.admin;

import org.jspecify.annotations.Nullable;

/** What the page on storage shows; the preview only where it was asked for. */
public record StorageView(
        Storage storage, Holdings holdings, @Nullable StoragePreview preview) {}
