package dev.breakwater.format.go.probe;

import org.jspecify.annotations.Nullable;

/**
 * A mirror's copy of the checksum database, as plain data.
 *
 * @param state {@code verified}, {@code none}, {@code wrong} or {@code unknown}
 * @param records how many records were looked up and verified
 * @param size how many records its head says that there are
 */
public record DatabaseReport(
        String state, int records, @Nullable Long size) {}
