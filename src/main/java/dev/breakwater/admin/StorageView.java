package dev.breakwater.admin;

import org.jspecify.annotations.Nullable;

/** The data of the page on storage; the preview only if it was requested. */
public record StorageView(
        Storage storage, Holdings holdings, @Nullable StoragePreview preview) {}
