package dev.breakwater.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** What was asked of a mirror: counts of everything, and the last 10,000 requests themselves. Any thread may read. */
public final class RequestLog {
    private static final int KEPT = 10_000;

    private final ArrayDeque<Seen> last = new ArrayDeque<>();
    private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();
    private final LongAdder all = new LongAdder();

    /** One request, and the fault that befell it. */
    public record Seen(Asked asked, Optional<Fault> befell) {}

    void add(Asked asked, Optional<Fault> befell) {
        all.increment();
        byPath.computeIfAbsent(asked.path(), path -> new LongAdder()).increment();
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(new Seen(asked, befell));
        }
    }

    /** All requests there were. */
    public long count() {
        return all.sum();
    }

    /** The requests for this path, HEAD included. */
    public long count(String path) {
        LongAdder count = byPath.get(path);
        return count == null ? 0 : count.sum();
    }

    /** The requests of this kind. */
    public long count(Kind kind) {
        return byPath.entrySet().stream()
                .filter(entry -> Kind.of(entry.getKey()) == kind)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** Every path there was, with its count. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        byPath.forEach((path, count) -> counts.put(path, count.sum()));
        return counts;
    }

    /** The last requests, oldest first. */
    public List<Seen> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** Those of the last requests that {@code which} holds for. */
    public List<Asked> last(Predicate<Asked> which) {
        return last().stream().map(Seen::asked).filter(which).toList();
    }

    /** Starts over. */
    public void clear() {
        all.reset();
        byPath.clear();
        synchronized (last) {
            last.clear();
        }
    }
}
