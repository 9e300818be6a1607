package dev.breakwater.admin;

/**
 * What a collection by the settings in force would come to now.
 *
 * @param entries how many would go
 * @param bytes how long their files are
 * @param leftBytes how many bytes would be left
 * @param excessBytes how many of these would still be too many, because they may not go
 */
public record StoragePreview(long entries, long bytes, long leftBytes, long excessBytes) {}
