package dev.breakwater.config;

import dev.breakwater.config.Key.Shape;
import java.time.Duration;
import java.util.List;

/** The keys of what is kept, and for how long. */
final class StorageKeys {
    /** Use is noted once a day, and what is always hot every other half day: less would let go what is wanted. */
    private static final Duration SHORTEST = Duration.ofDays(2);

    static final Type<Long> ROOM = Types.room(1 << 20);

    static final Type<Types.Lasting> UNUSED_TIME = Types.LASTING.where(time -> {
        Duration limit = time.limit();
        return limit != null && limit.compareTo(SHORTEST) < 0
                ? new Parsed.Wrong<>(
                        "is less than can be told: use is noted once a day", "write 2d or more, or forever")
                : null;
    });

    static final Key<String> STORAGE = Key.block(
            "storage",
            Shape.BLOCK,
            "What is kept, and for how long, see [operations](operations.md#how-much-is-kept). What was published here stays"
                    + " whatever is written.");
    static final Key<Long> QUOTA = Key.value(
            "quota",
            ROOM,
            "How much of the disk the files of what is held may take; what was not used for longest goes first. Without it: as"
                    + " much as there is.",
            "50GB");
    static final Key<Types.Lasting> UNUSED = Key.value(
                    "unused", UNUSED_TIME, "After how long without any use something goes; at least `2d`.", "90d")
            .fallback("forever");
    static final Key<String> KEEP = Key.values(
            "keep",
            Globs.TYPE,
            "Modules of which nothing ever goes, as GOPRIVATE globs.",
            "[golang.org/x/*, git.example.com]");

    static final Keys.Group IN_STORAGE = new Keys.Group("storage", List.of(QUOTA, UNUSED, KEEP));

    private StorageKeys() {}

    static StorageSettings read(Block block) {
        List<String> keep = block.list(KEEP);
        return new StorageSettings(
                block.find(QUOTA), block.get(UNUSED).limit(), keep == null ? List.of() : List.copyOf(keep));
    }
}
