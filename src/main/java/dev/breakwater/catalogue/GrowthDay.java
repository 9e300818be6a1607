package dev.breakwater.catalogue;

import java.time.LocalDate;

/**
 * One day (UTC).
 *
 * @param entriesHeld how many entries were held when it was last looked on that day; 0 if it was not looked on that day
 * @param bytesHeld how long their contents were
 * @param entriesAdded how many of those that are held now arrived on that day
 * @param bytesAdded how long their contents are
 */
public record GrowthDay(LocalDate day, long entriesHeld, long bytesHeld, long entriesAdded, long bytesAdded) {}
