package dev.breakwater.sumdb;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.sumdb.HeadRelation.ForkedHead;
import dev.breakwater.sumdb.HeadRelation.MalformedHead;
import dev.breakwater.sumdb.HeadRelation.SameTimeline;
import dev.breakwater.sumdb.HeadRelation.Unproven;
import dev.breakwater.sumdb.LookupReply.ReplyLine;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.sumdb.LookupResult.Forged;
import dev.breakwater.sumdb.LookupResult.Unknown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One checksum database, verified by proof alone: a looked-up record is in the tree, the tree extends the one we knew
 * yesterday, and every tile passed on belongs to it. The reference is golang.org/x/mod/sumdb, without its faults of 2026
 * (CVE-2026-42501, -56864, -56865).
 *
 * <p>Safe for many virtual threads. A method requests what it needs from its {@link Source}, and so may take as long as that
 * takes; it holds no lock meanwhile.
 */
public final class Database {
    private final VerifierKey key;
    private final Source source;
    private final Events events;
    private final InstantSource clock;
    private final Timeline timeline;
    private final HeadCache opened;
    private final SizeHistory marks = new SizeHistory();

    /** A database whose newest head {@code heads} keeps, and whose tiles come from {@code source}. */
    public Database(VerifierKey key, Source source, Heads heads, Events events, InstantSource clock) {
        this.key = key;
        this.source = source;
        this.events = events;
        this.clock = clock;
        this.opened = new HeadCache(key);
        this.timeline = new Timeline(key, new TileCache(source), heads, events);
    }

    /** Its key. */
    public VerifierKey key() {
        return key;
    }

    /** Whether the timeline has begun for good: see {@link #seed}. */
    public boolean begun() throws IOException {
        return timeline.begun();
    }

    /** The newest head that was proven; null if none was ever seen. */
    public @Nullable TreeHead head() throws IOException {
        return timeline.head();
    }

    /**
     * Begins the timeline, if it has not begun, with the signed heads that different sources gave as their {@code /latest}. If
     * there are two sources or more, two of them and more than half must have sent heads of the same timeline; the newest of
     * these is stored. Until then {@link #lookup} uses the heads in the replies: signed, and compared with each other, but lost
     * on a restart; and no tile is kept.
     *
     * @param notes the signed notes, one a source
     * @param sources how many sources there are, silent ones included
     * @return {@code MalformedHead} only if not enough of the others are left
     */
    public HeadRelation seed(List<byte[]> notes, int sources) throws InterruptedException {
        List<TreeHead> told = new ArrayList<>();
        MalformedHead malformed = null;
        for (byte[] note : notes) {
            try {
                told.add(opened.open(note));
            } catch (IllegalArgumentException e) {
                malformed = new MalformedHead(String.valueOf(e.getMessage()));
            }
        }
        HeadRelation standing = timeline.seed(told, sources);
        return standing instanceof Unproven && malformed != null ? malformed : mark(standing);
    }

    /**
     * Merges the head that {@code who} sent as its {@code /latest}. A head more than a day behind ours is on the timeline like
     * any other; an event reports that its source lags.
     */
    public HeadRelation latest(String who, byte[] note) throws InterruptedException {
        TreeHead head;
        try {
            head = opened.open(note);
        } catch (IllegalArgumentException e) {
            return new MalformedHead(who + ": " + e.getMessage());
        }
        boolean behind = marks.isStale(head.size(), clock.instant());
        events.publish(new Event.HeadTold(key.name(), who, behind, head.size()));
        return mark(timeline.merge(head));
    }

    private HeadRelation mark(HeadRelation standing) {
        if (standing instanceof SameTimeline known) {
            marks.saw(known.head().size(), clock.instant());
        }
        return standing;
    }

    /**
     * Verifies the reply to a lookup. Its signed head is always compared with our timeline; the record is authenticated by our
     * own tree, so an old reply with an old head is as good as a new one. If both need tiles, they are fetched in parallel.
     *
     * <p>If a head cannot be proven now because tiles are missing, a record that our own tree vouches for stays valid: the head
     * is not trusted, and an event reports it.
     *
     * @param module the module's path, not escaped
     * @param version its version, canonical, not escaped
     * @param reply the reply's body
     */
    public LookupResult lookup(String module, String version, byte[] reply) throws InterruptedException {
        try {
            LookupReply parsed = LookupReply.parse(reply);
            return judge(module, version, parsed, opened.open(parsed.note()));
        } catch (IllegalArgumentException e) {
            return new Forged(module + "@" + version + ": " + e.getMessage());
        } catch (SourceException e) {
            return new Unknown(module + "@" + version + ": " + e.getMessage(), e.isLie());
        } catch (IOException e) {
            return new Unknown(module + "@" + version + ": " + e.getMessage());
        }
    }

    private LookupResult judge(String module, String version, LookupReply reply, TreeHead head)
            throws SourceException, IOException, InterruptedException {
        TreeHead ours = timeline.head();
        if (ours == null || reply.id() >= ours.size()) {
            HeadRelation standing = timeline.merge(head);
            return standing instanceof SameTimeline
                    ? include(module, version, reply)
                    : against(module, version, standing);
        }
        if (timeline.knows(head)) {
            return include(module, version, reply);
        }
        FutureTask<HeadRelation> merging = new FutureTask<>(() -> timeline.merge(head));
        Thread.ofVirtual().name("sumdb-head-" + head.size()).start(merging);
        LookupResult finding = include(module, version, reply);
        return switch (await(merging)) {
            case SameTimeline _ -> finding;
            case Unproven unproven -> {
                events.publish(new Event.LogNote(key.name(), unproven.why()));
                yield finding;
            }
            case ForkedHead forked -> against(module, version, forked);
            case MalformedHead malformed -> against(module, version, malformed);
        };
    }

    private static LookupResult against(String module, String version, HeadRelation standing) {
        String asked = module + "@" + version + ": ";
        return switch (standing) {
            case ForkedHead forked -> new Forged(asked + forked.why());
            case MalformedHead malformed -> new Forged(asked + malformed.why());
            case Unproven unproven -> new Unknown(asked + unproven.why(), unproven.lied());
            case SameTimeline known -> throw new IllegalArgumentException("not a contradiction: " + known);
        };
    }

    private static HeadRelation await(FutureTask<HeadRelation> merging) throws InterruptedException {
        try {
            return merging.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("comparing tree heads failed", e.getCause());
        }
    }

    /** Finds the record in our tree, and only then reads the record. */
    private LookupResult include(String module, String version, LookupReply reply)
            throws SourceException, IOException, InterruptedException {
        String asked = module + "@" + version + ": ";
        Tree tree = timeline.tree();
        if (tree == null || reply.id() >= tree.head().size()) {
            return new Forged(asked + "record " + reply.id() + " is beyond the tree head that came with it");
        }
        byte[] record = reply.record().getBytes(StandardCharsets.UTF_8);
        if (!tree.leaf(reply.id()).equals(Hash.leaf(record))) {
            return new Forged(asked + "record " + reply.id() + " of " + key.name() + " is a different record");
        }
        ReplyLine zip = reply.hashes(module, version);
        ReplyLine goMod = reply.hashes(module, version + "/go.mod");
        if (zip instanceof ReplyLine.NoHashes && goMod instanceof ReplyLine.NoHashes) {
            return new Forged(asked + "record " + reply.id() + " of " + key.name() + " has no line for it");
        }
        String zipHash = LookupReply.vouched(zip);
        String goModHash = LookupReply.vouched(goMod);
        if (zipHash == null && goModHash == null) {
            return new Unknown(asked + "record " + reply.id() + " of " + key.name() + " contradicts itself");
        }
        return new Authentic(reply.id(), reply.record(), zipHash, goModHash);
    }

    /**
     * The tile for a client: authenticated under our head, a partial one as the beginning of the widest that
     * our tree has at its place.
     */
    public TileAnswer tile(Tile wanted) throws InterruptedException {
        try {
            Tree tree = timeline.tree();
            Tile widest = widest(tree, wanted);
            if ((widest == null || widest.width() < wanted.width()) && timeline.catchUp()) {
                tree = timeline.tree();
                widest = widest(tree, wanted);
            }
            if (tree == null || widest == null || widest.width() < wanted.width()) {
                String reach = tree == null ? "there is no tree head yet" : "the latest tree head is of " + tree.head();
                return new TileAnswer.Beyond(key.name() + " " + wanted + ": " + reach);
            }
            return new TileAnswer.TileFound(read(tree, wanted, widest));
        } catch (SourceException | IOException e) {
            return new TileAnswer.TileUnknown(key.name() + " " + wanted + ": " + e.getMessage());
        }
    }

    /** The tile that {@link #tile} reads to answer for {@code wanted}, which may be wider. */
    public Tile source(Tile wanted) throws IOException {
        TreeHead head = timeline.head();
        return head == null
                ? wanted
                : Tile.within(head.size(), wanted.level(), wanted.index()).orElse(wanted);
    }

    private static @Nullable Tile widest(@Nullable Tree tree, Tile wanted) {
        return tree == null
                ? null
                : Tile.within(tree.head().size(), wanted.level(), wanted.index())
                        .orElse(null);
    }

    private byte[] read(Tree tree, Tile wanted, Tile widest) throws SourceException, InterruptedException {
        if (wanted.level() == Tile.DATA) {
            return DataTile.read(source, wanted, widest, tree.tile(new Tile(0, wanted.index(), 1)), tree.keeps());
        }
        return Arrays.copyOf(tree.tile(wanted), wanted.width() * Hash.SIZE);
    }
}
