package dev.breakwater.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Which fault befalls which request now. Any thread may change it. */
final class Faults {
    private static final List<Fault> MIXED = Arrays.stream(Fault.values())
            .filter(fault -> fault.layer() == Fault.Layer.WIRE || fault.layer() == Fault.Layer.REPLY)
            .filter(fault -> fault != Fault.MIX && fault != Fault.REDIRECT_ELSEWHERE)
            .toList();

    private final CopyOnWriteArrayList<Rule> rules = new CopyOnWriteArrayList<>();
    private final SplittableRandom random;

    Faults(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private record Rule(Fault fault, Predicate<Asked> where, boolean everywhere) {}

    void add(Fault fault) {
        rules.add(new Rule(fault, fault::strikes, true));
    }

    void add(Fault fault, Predicate<Asked> where) {
        rules.add(new Rule(fault, asked -> fault.strikes(asked) && where.test(asked), false));
    }

    void clear() {
        rules.clear();
    }

    /** Whether {@code fault} holds for everything. */
    boolean everywhere(Fault fault) {
        return rules.stream().anyMatch(rule -> rule.everywhere && rule.fault == fault);
    }

    /** The first fault that befalls {@code asked}. */
    Optional<Fault> of(Asked asked) {
        return rules.stream()
                .filter(rule -> rule.where.test(asked))
                .findFirst()
                .flatMap(rule -> rule.fault == Fault.MIX ? mixed(asked) : Optional.of(rule.fault));
    }

    private synchronized Optional<Fault> mixed(Asked asked) {
        if (random.nextInt(10) >= 3) {
            return Optional.empty();
        }
        List<Fault> able = MIXED.stream().filter(fault -> fault.strikes(asked)).toList();
        return Optional.of(able.get(random.nextInt(able.size())));
    }
}
