package dev.breakwater.format.go.folder;

import dev.breakwater.event.Events;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.HeadRelation;
import dev.breakwater.sumdb.Heads;
import dev.breakwater.sumdb.LookupResult;
import dev.breakwater.sumdb.Source;
import dev.breakwater.sumdb.SourceException;
import dev.breakwater.sumdb.Tile;
import dev.breakwater.sumdb.TileCheck;
import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One checksum database, proven from existing pages: in a folder, in a store, on a server. Passes on the pages of each proof,
 * so that their receiver can verify it again. One thread at a time.
 */
final class FolderProofs implements Checksums {
    /** A place that may have pages. */
    @FunctionalInterface
    interface ProofPages {
        /** The page {@code path}, as in {@code lookup/…} and {@code tile/8/…}; empty if it is not there. */
        Optional<byte[]> page(String path) throws IOException;
    }

    /** A receiver of proven pages. */
    @FunctionalInterface
    interface ProofTaker {
        void take(String path, byte[] page) throws IOException;
    }

    private static final int HASH = 32;

    private final VerifierKey key;
    private final List<ProofPages> places;
    private final ProofTaker taker;
    private final Database database;

    FolderProofs(
            VerifierKey key,
            List<ProofPages> places,
            ProofTaker taker,
            Heads heads,
            Events events,
            InstantSource clock) {
        this.key = key;
        this.places = List.copyOf(places);
        this.taker = taker;
        this.database = new Database(key, new ProofTiles(), heads, events, clock);
    }

    /** The database's name. */
    String name() {
        return key.name();
    }

    /** The newest head that was proven; null if none was. */
    @Nullable
    TreeHead head() throws IOException {
        return database.head();
    }

    /**
     * Begins with the newest of the heads in {@code notes}, signed ones or replies to look-ups, if no head is trusted yet: it
     * is signed, and the folder's origin vouches that it is not of another history. All others are compared with it.
     *
     * @return which of them cannot be proven to be of one history with it, and why
     */
    List<String> begin(Collection<byte[]> notes) throws IOException, InterruptedException {
        List<TreeHead> heads = notes.stream()
                .map(this::head)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(TreeHead::size).reversed())
                .toList();
        if (!heads.isEmpty() && !database.begun()) {
            database.seed(List.of(heads.getFirst().note()), 1);
        }
        List<String> apart = new ArrayList<>();
        for (TreeHead head : heads) {
            switch (database.latest(name(), head.note())) {
                case HeadRelation.SameTimeline known -> {}
                case HeadRelation.ForkedHead(String why) -> apart.add(why);
                case HeadRelation.Unproven unproven -> apart.add(unproven.why());
                case HeadRelation.MalformedHead(String why) -> apart.add(why);
            }
        }
        return apart;
    }

    /** The head in a signed note or behind the record of a look-up's reply; null if there is none of this database. */
    private @Nullable TreeHead head(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int blank = text.indexOf("\n\n");
        String behind = blank < 0 || text.startsWith("go.sum ") ? text : text.substring(blank + 2);
        try {
            return TreeHead.open(behind.getBytes(StandardCharsets.UTF_8), key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public ChecksumStatement record(ModulePath module, Version version) throws InterruptedException {
        String path = "lookup/" + module.escaped() + "@" + version.escaped();
        ChecksumStatement result = new NotRecorded(name() + " has no record of " + module + "@" + version + " here");
        for (ProofPages place : places) {
            try {
                Optional<byte[]> reply = place.page(path);
                if (reply.isPresent()) {
                    switch (database.lookup(module.plain(), version.text(), reply.get())) {
                        case LookupResult.Authentic a -> {
                            taker.take(path, reply(a));
                            return new Recorded(a.zip(), a.goMod(), name() + " #" + a.id());
                        }
                        case LookupResult.Forged(String why) -> result = new SourcesDown(why);
                        case LookupResult.Unknown unknown -> result = new SourcesDown(unknown.why());
                    }
                }
            } catch (IOException e) {
                result = new SourcesDown(name() + ": " + e.getMessage());
            }
        }
        return result;
    }

    /** Under the newest head, so that the passed-on pages are complete. */
    private byte[] reply(LookupResult.Authentic found) throws IOException {
        TreeHead newest = database.head();
        if (newest == null) {
            throw new IOException("a record of " + name() + " was proven without a tree head");
        }
        return found.reply(newest);
    }

    private final class ProofTiles implements Source {
        @Override
        public byte[] tile(Tile tile, TileCheck check, boolean keep) throws SourceException {
            String why = "no source has it";
            for (ProofPages place : places) {
                try {
                    Optional<byte[]> bytes = beginning(place, tile);
                    Verdict verdict = bytes.isEmpty() ? null : check.check(bytes.get());
                    if (bytes.isPresent() && verdict instanceof Verdict.Verified) {
                        if (keep) {
                            keep(tile, bytes.get());
                        }
                        return bytes.get();
                    }
                    why = verdict instanceof Verdict.Rejected wrong ? wrong.why() : why;
                } catch (IOException e) {
                    why = String.valueOf(e.getMessage());
                }
            }
            throw SourceException.absent(tile + " of " + name() + " is unavailable: " + why);
        }

        /** The tile itself, or the beginning of the full one: if a tree has grown, only the full tile exists. */
        private Optional<byte[]> beginning(ProofPages place, Tile tile) throws IOException {
            Optional<byte[]> itself = place.page(tile.path());
            if (itself.isPresent() || tile.full() || tile.level() == Tile.DATA) {
                return itself;
            }
            return place.page(new Tile(tile.level(), tile.index(), Tile.FULL).path())
                    .filter(full -> full.length == Tile.FULL * HASH)
                    .map(full -> Arrays.copyOf(full, tile.width() * HASH));
        }

        @Override
        public void keep(Tile tile, byte[] bytes) {
            try {
                taker.take(tile.path(), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
