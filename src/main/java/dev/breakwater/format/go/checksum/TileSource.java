package dev.breakwater.format.go.checksum;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.Source;
import dev.breakwater.sumdb.SourceException;
import dev.breakwater.sumdb.Tile;
import dev.breakwater.sumdb.TileCheck;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;

/** A source of a checksum database's tiles: the store and, through the engine, the upstreams. */
public final class TileSource implements Source {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final DatabaseResources resources;
    private final Store store;
    private final Fetcher fetcher;
    private final Events events;
    private final InstantSource clock;

    public TileSource(DatabaseResources resources, Store store, Fetcher fetcher, Events events, InstantSource clock) {
        this.resources = resources;
        this.store = store;
        this.fetcher = fetcher;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException, InterruptedException {
        Optional<byte[]> kept = kept(tile, check, keep);
        if (kept.isPresent()) {
            return kept.get();
        }
        Verifier verifier = Verifier.of(
                largest(tile), () -> whole -> keep ? verdict(check, whole) : blameless(verdict(check, whole)));
        Resource resource =
                keep ? resources.tile(tile, verifier, check) : resources.unprovenTile(tile, verifier, check);
        Answer answer = fetcher.get(resource, Caller.ANYBODY);
        return switch (answer) {
            case Answer.Held held -> checked(tile, AnswerBytes.bytes(held, LARGEST), check);
            case Answer.Absent absent -> throw SourceException.absent(absent.why());
            case Answer.Trouble trouble -> {
                String why = trouble.why() + ": " + trouble.said();
                throw trouble.wrong() ? SourceException.lie(why) : SourceException.trouble(why);
            }
            case Answer.Done _, Answer.Refused _, Answer.Malformed _ ->
                throw new IllegalStateException("a fetch never ends so: " + answer);
        };
    }

    /** A tile of hashes has 32 bytes for each; one of records is text of unknown size. */
    private static long largest(Tile tile) {
        return tile.level() == Tile.DATA ? LARGEST : 32L * Tile.FULL;
    }

    /** A tile stored meanwhile was stored for another request, which may have other expectations of the same tile. */
    private static byte[] checked(Tile tile, byte[] bytes, TileCheck check) throws SourceException {
        if (check.check(bytes) instanceof Verdict.Verified) {
            return bytes;
        }
        throw SourceException.trouble(tile + " is not the expected one");
    }

    /** Whether the tile that answers {@code wanted} in {@code database} is stored. */
    boolean keeps(Database database, Tile wanted) {
        try {
            return store.find(resources.key(database.source(wanted))).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<byte[]> kept(Tile tile, TileCheck check, boolean believed) {
        try {
            Optional<Entry> entry = store.find(resources.key(tile));
            if (entry.isEmpty() || entry.get().meta().standing() != Standing.CONFIRMED) {
                return Optional.empty();
            }
            byte[] bytes = entry.get().bytes(LARGEST);
            if (check.check(bytes) instanceof Verdict.Verified) {
                return Optional.of(bytes);
            }
            // A stored tile was authenticated once, so the request is from another timeline, or the disk is damaged.
            events.publish(new Event.LogNote(
                    resources.name(), tile + " in the store is not the expected one; fetching it again"));
            if (believed) {
                store.remove(resources.key(tile));
            }
            return Optional.empty();
        } catch (IOException e) {
            events.publish(new Event.Alarm(resources.name(), "cannot read " + tile + ": " + e.getMessage(), e));
            return Optional.empty();
        }
    }

    /** If the head is not proven, the head may be wrong: two histories contradict each other's tiles. */
    private static Verdict blameless(Verdict verdict) {
        return verdict instanceof Verdict.Rejected wrong ? new Verdict.Unverifiable(wrong.why(), "", true) : verdict;
    }

    private static Verdict verdict(TileCheck check, Content whole) {
        try {
            if (whole.size() > LARGEST) {
                return Verdict.Rejected.contradiction("it is larger than any tile");
            }
            Verdict verdict = check.check(whole.bytes(LARGEST));
            return verdict instanceof Verdict.Rejected wrong ? Verdict.Rejected.contradiction(wrong.why()) : verdict;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back the received bytes", e);
        }
    }

    @Override
    public void keep(Tile tile, byte[] bytes) {
        try (Staged staged = store.stage()) {
            if (store.find(resources.key(tile)).isPresent()) {
                return;
            }
            staged.write(ByteBuffer.wrap(bytes));
            staged.complete();
            Meta meta = new Meta(
                    "application/octet-stream",
                    Standing.CONFIRMED,
                    resources.name(),
                    "-",
                    clock.instant(),
                    null,
                    false);
            store.commit(staged, resources.key(tile), meta);
        } catch (IOException e) {
            events.publish(new Event.Alarm(resources.name(), "cannot store " + tile + ": " + e.getMessage(), e));
        }
    }
}
