package dev.breakwater.admin;

/**
 * The result that a collection by the settings in force would have now.
 *
 * @param entries how many would be removed
 * @param bytes the size of their files
 * @param leftBytes how many bytes would be left
 * @param excessBytes how many of these would exceed the quota, because they may not be removed
 */
public record StoragePreview(long entries, long bytes, long leftBytes, long excessBytes) {}
