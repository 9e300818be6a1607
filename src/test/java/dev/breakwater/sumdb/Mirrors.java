package dev.breakwater.sumdb;

import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verdict.Rejected;
import dev.breakwater.verify.Verdict.Unverifiable;
import dev.breakwater.verify.Verdict.Verified;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source over named mirrors, asked in order, that keeps book. What it keeps is a map. */
final class Mirrors implements Source {
    private final Map<String, Function<String, byte @Nullable []>> mirrors = new LinkedHashMap<>();
    private final Map<Tile, byte[]> kept = new ConcurrentHashMap<>();
    private final Set<String> blamed = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Tile> fetched = new ConcurrentLinkedQueue<>();
    private volatile Consumer<Tile> before = tile -> {};

    static Mirrors of(String name, Function<String, byte @Nullable []> pages) {
        return new Mirrors().and(name, pages);
    }

    Mirrors and(String name, Function<String, byte @Nullable []> pages) {
        mirrors.put(name, pages);
        return this;
    }

    /** Runs on the asking thread before each tile that is not kept. */
    Mirrors before(Consumer<Tile> before) {
        this.before = before;
        return this;
    }

    @Override
    public byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException {
        byte[] held = kept.get(tile);
        if (held != null && check.check(held) instanceof Verified) {
            return held;
        }
        before.accept(tile);
        fetched.add(tile);
        boolean absent = true;
        for (Map.Entry<String, Function<String, byte @Nullable []>> mirror : mirrors.entrySet()) {
            byte[] bytes = mirror.getValue().apply(tile.path());
            if (bytes == null) {
                continue;
            }
            absent = false;
            if (passes(mirror.getKey(), check.check(bytes))) {
                if (keep) {
                    kept.put(tile, bytes);
                }
                return bytes;
            }
        }
        throw absent
                ? SourceException.absent("nobody has " + tile)
                : SourceException.trouble("nobody's " + tile + " is right");
    }

    private boolean passes(String mirror, Verdict verdict) {
        return switch (verdict) {
            case Verified _ -> true;
            case Rejected _ -> {
                blamed.add(mirror);
                yield false;
            }
            case Unverifiable _ -> false;
        };
    }

    @Override
    public void keep(Tile tile, byte[] bytes) {
        kept.put(tile, bytes);
    }

    /** The tiles that are kept. */
    Map<Tile, byte[]> kept() {
        return kept;
    }

    /** Who sent something wrong. */
    Set<String> blamed() {
        return blamed;
    }

    /** The tiles asked of mirrors since the last call. */
    List<Tile> takeFetched() {
        List<Tile> taken = new ArrayList<>(fetched);
        fetched.clear();
        return taken;
    }
}
