package dev.breakwater.catalogue;

import java.time.LocalDate;

/**
 * One day (UTC).
 *
 * @param entriesHeld the number of stored entries at the day's last measurement; 0 without one
 * @param bytesHeld the size of their contents
 * @param entriesAdded how many of the entries stored now arrived on that day
 * @param bytesAdded the size of their contents
 */
public record GrowthDay(LocalDate day, long entriesHeld, long bytesHeld, long entriesAdded, long bytesAdded) {}
