package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One way in which mirrors are broken in a measurement: a {@link Fault}, with what it needs to be seen at all.
 *
 * @param name as in tables
 * @param tls whether it takes mirrors that speak TLS
 * @param nowhere whether a broken mirror's address is {@link Mirror#UNKNOWN_HOST}
 * @param where the positions it can strike
 * @param onto breaks one mirror
 */
record Breakage(String name, boolean tls, boolean nowhere, Set<Position> where, Consumer<Mirror> onto) {
    /** Nothing is wrong. */
    static final Breakage NONE = new Breakage("all healthy", false, false, EnumSet.allOf(Position.class), mirror -> {});

    private static final Set<Position> ARCHIVES =
            EnumSet.of(Position.SMALL_ARCHIVE, Position.LARGE_ARCHIVE, Position.BUILD);

    /** Every one there is. */
    static final List<Breakage> ALL = all();

    private static List<Breakage> all() {
        List<Breakage> all = new ArrayList<>();
        all.add(new Breakage("unknown_host", false, true, EnumSet.allOf(Position.class), mirror -> {}));
        for (Fault fault : Fault.values()) {
            all.add(of(fault));
        }
        return List.copyOf(all);
    }

    private static Breakage of(Fault fault) {
        return switch (fault) {
            case EXPIRED_CERTIFICATE -> new Breakage(name(fault), true, false, everywhere(), it -> it.fault(fault));
            case RANGE_IGNORED, RANGE_WRONG_TOTAL ->
                // Nobody asks for a range before a body broke off: what is not a range is reset in the middle.
                new Breakage(name(fault), false, false, ARCHIVES, mirror -> {
                    mirror.fault(fault);
                    mirror.alsoFault(Fault.RESET, asked -> asked.kind() == Kind.ZIP);
                });
            case REPACKED_ZIP -> new Breakage(name(fault), false, false, ARCHIVES, it -> it.fault(fault));
            case STALE_LIST, TIMELESS_INFO ->
                new Breakage(
                        name(fault),
                        false,
                        false,
                        EnumSet.of(Position.METADATA, Position.BUILD),
                        it -> it.fault(fault));
            case WRONG_VERSION ->
                new Breakage(
                        name(fault),
                        false,
                        false,
                        EnumSet.complementOf(EnumSet.of(Position.CHECKSUMS)),
                        it -> it.fault(fault));
            default -> new Breakage(name(fault), false, false, everywhere(), it -> it.fault(fault));
        };
    }

    private static Set<Position> everywhere() {
        return EnumSet.allOf(Position.class);
    }

    private static String name(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it ends a body before it is whole. */
    boolean midBody() {
        return Set.of("trickle", "stall", "reset", "truncated", "too_long_length", "short_body")
                .contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
