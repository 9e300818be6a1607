package dev.breakwater.sumdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.sumdb.HeadRelation.ForkedHead;
import dev.breakwater.sumdb.HeadRelation.SameTimeline;
import dev.breakwater.sumdb.HeadRelation.Unproven;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one history of the database that we trust. It only grows, and only by proof: a bigger head moves it forward after the
 * tiles under that head have shown it to contain ours; a smaller one must be what our own tree was at that size. It begins with
 * {@link #seed}; heads seen before that make a timeline too, but only for as long as the process runs, and its tiles are not
 * stored. Uses no lock: a thread that loses a race tries again.
 */
final class Timeline {
    private static final int MAX_ATTEMPTS = 16;

    /** Heads that have been compared already; one build sees the same few repeatedly. */
    private static final int MAX_PROVEN = 4096;

    private final VerifierKey key;
    private final TileCache shelf;
    private final Heads heads;
    private final Events events;
    private final AtomicReference<@Nullable Position> position = new AtomicReference<>();
    private final Cache<Claim, Boolean> proven = Caffeine.newBuilder()
            .maximumSize(MAX_PROVEN)
            .executor(Runnable::run)
            .build();
    private volatile boolean loaded;

    Timeline(VerifierKey key, TileCache shelf, Heads heads, Events events) {
        this.key = key;
        this.shelf = shelf;
        this.heads = heads;
        this.events = events;
    }

    /** The current position. The tree is missing until it is needed. */
    private record Position(
            TreeHead head, boolean durable, @Nullable Tree tree) {}

    private record Claim(long size, Hash root) {
        static Claim of(TreeHead head) {
            return new Claim(head.size(), head.root());
        }
    }

    /** Whether a stored head has begun it. */
    boolean begun() throws IOException {
        Position ours = position();
        return ours != null && ours.durable;
    }

    /** The newest head; null if there is none yet. */
    @Nullable
    TreeHead head() throws IOException {
        Position ours = position();
        return ours == null ? null : ours.head;
    }

    /** The tree under the newest head; null if there is none yet. */
    @Nullable
    Tree tree() throws IOException, SourceException, InterruptedException {
        Position ours = position();
        return ours == null ? null : tree(ours);
    }

    /** Whether {@code head} has been found on the timeline before: then {@link #merge} sends no request. */
    boolean knows(TreeHead head) {
        return proven.getIfPresent(Claim.of(head)) != null;
    }

    /** Compares a head with the timeline, and moves the timeline forward if the head is ahead of it. */
    HeadRelation merge(TreeHead head) throws InterruptedException {
        if (knows(head)) {
            return new SameTimeline(head);
        }
        try {
            return place(head);
        } catch (SourceException | IOException e) {
            return Unproven.because("tree head of " + head, e);
        }
    }

    private HeadRelation place(TreeHead head) throws SourceException, IOException, InterruptedException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Position ours = position();
            if (ours == null) {
                position.compareAndSet(null, new Position(head, false, null));
                continue;
            }
            if (head.size() == ours.head.size()) {
                return known(compare(head, ours.head.root(), ours.head));
            }
            Tree tree = tree(ours);
            if (head.size() < ours.head.size()) {
                return known(compare(head, tree.root(head.size()), ours.head));
            }
            Tree next = Tree.open(head, tree, shelf);
            HeadRelation standing = compare(ours.head, next.root(ours.head.size()), head);
            if (!(standing instanceof SameTimeline)) {
                return standing;
            }
            if (advance(ours, next)) {
                proven.put(Claim.of(head), true);
                return new SameTimeline(head);
            }
        }
        return new Unproven(
                "tree head of " + head + ": the stored head changed " + MAX_ATTEMPTS + " times during the comparison");
    }

    /** Remembers heads that are on our timeline. */
    private HeadRelation known(HeadRelation standing) {
        if (standing instanceof SameTimeline(TreeHead head)) {
            proven.put(Claim.of(head), true);
        }
        return standing;
    }

    /** Compares {@code older} with the root that the tree of {@code newer}, which need not be ours, had at that size. */
    private HeadRelation compare(TreeHead older, Hash root, TreeHead newer) {
        if (root.equals(older.root())) {
            return new SameTimeline(older);
        }
        String why = "the checksum database " + key.name() + " has forked: under its signed head of " + newer.size()
                + " records the first " + older.size() + " hash to " + root
                + ", but it also signed that they hash to " + older.root();
        String evidence = why + "\n" + text(older) + "\n" + text(newer);
        events.publish(new Event.Forked(key.name(), evidence));
        return new ForkedHead(why);
    }

    private static String text(TreeHead head) {
        return new String(head.note(), StandardCharsets.UTF_8);
    }

    private boolean advance(Position ours, Tree next) throws IOException {
        if (!ours.durable) {
            return position.compareAndSet(ours, new Position(next.head(), false, next));
        }
        if (!heads.advance(ours.head, next.head())) {
            // Another process moved the head forward, by the same rules from the same head; or an operator has reset
            // it.
            reload(ours);
            return false;
        }
        Position reached = new Position(next.head(), true, next.kept());
        position.accumulateAndGet(reached, (was, now) -> was == null || was.head.size() < now.head.size() ? now : was);
        return true;
    }

    private void reload(@Nullable Position ours) throws IOException {
        TreeHead kept = heads.load();
        if (kept == null) {
            proven.invalidateAll();
        }
        position.compareAndSet(ours, kept == null ? null : new Position(kept, true, null));
    }

    /** Continues from the stored head if another process has moved it forward; returns whether it has. */
    boolean catchUp() throws IOException {
        Position ours = position();
        TreeHead kept = heads.load();
        return kept != null
                && (ours == null || kept.size() > ours.head.size())
                && position.compareAndSet(ours, new Position(kept, true, null));
    }

    private @Nullable Position position() throws IOException {
        if (position.get() == null && !loaded) {
            reload(null);
            loaded = true;
        }
        return position.get();
    }

    private Tree tree(Position at) throws SourceException, InterruptedException {
        if (at.tree != null) {
            return at.tree;
        }
        Tree opened = Tree.open(at.head, null, shelf);
        Tree tree = at.durable ? opened.kept() : opened;
        position.compareAndSet(at, new Position(at.head, at.durable, tree));
        return tree;
    }

    /** Begins the stored timeline; see {@link Database#seed}. */
    HeadRelation seed(List<TreeHead> told, int sources) throws InterruptedException {
        try {
            return begin(told, sources);
        } catch (SourceException | IOException e) {
            return Unproven.because("first tree head of " + key.name(), e);
        }
    }

    private HeadRelation begin(List<TreeHead> told, int sources)
            throws SourceException, IOException, InterruptedException {
        Position ours = position();
        if (ours != null && ours.durable) {
            return mergeAll(told);
        }
        int needed = Math.clamp(sources, 1, 2);
        if (told.size() < needed) {
            return new Unproven("first tree head of " + key.name() + ": only " + told.size() + " of " + sources
                    + " sources sent one, " + needed + " must agree");
        }
        HeadRelation standing = new Unproven("first tree head of " + key.name() + ": no two of them can be compared");
        for (TreeHead head : told.stream()
                .sorted(Comparator.comparingLong(TreeHead::size).reversed())
                .toList()) {
            try {
                Tree tree = Tree.open(head, null, shelf);
                int agreeing = agreeing(tree, told);
                if (agreeing >= needed && agreeing * 2 > told.size()) {
                    return begin(tree, told, ours);
                }
                HeadRelation found = contradicted(tree, told);
                standing = found instanceof SameTimeline ? standing : found;
            } catch (SourceException e) {
                standing = Unproven.because("first tree head of " + key.name(), e);
            }
        }
        return standing;
    }

    /** How many of {@code told} match {@code tree} at their size. */
    private static int agreeing(Tree tree, List<TreeHead> told) throws SourceException, InterruptedException {
        int agreeing = 0;
        for (TreeHead other : told) {
            if (other.size() <= tree.head().size() && tree.root(other.size()).equals(other.root())) {
                agreeing++;
            }
        }
        return agreeing;
    }

    /** Begins with {@code tree}, and reports a fork for each source with another history. */
    private HeadRelation begin(Tree tree, List<TreeHead> told, @Nullable Position ours)
            throws SourceException, IOException, InterruptedException {
        if (!heads.advance(null, tree.head())) {
            reload(ours);
            return mergeAll(told);
        }
        // The temporary timeline may have been the other history.
        proven.invalidateAll();
        position.set(new Position(tree.head(), true, tree.kept()));
        contradicted(tree, told);
        if (ours != null && ours.head.size() > tree.head().size()) {
            merge(ours.head);
        }
        return new SameTimeline(tree.head());
    }

    /** The result for those of {@code told} that are not part of {@code tree}. */
    private HeadRelation contradicted(Tree tree, List<TreeHead> told) throws SourceException, InterruptedException {
        HeadRelation last = new SameTimeline(tree.head());
        for (TreeHead other : told) {
            if (other.size() <= tree.head().size()) {
                HeadRelation standing = compare(other, tree.root(other.size()), tree.head());
                last = standing instanceof SameTimeline ? last : standing;
            }
        }
        return last;
    }

    private HeadRelation mergeAll(List<TreeHead> told) throws InterruptedException {
        HeadRelation last = new Unproven("no source sent a tree head");
        for (TreeHead head : told) {
            last = merge(head);
            if (!(last instanceof SameTimeline)) {
                return last;
            }
        }
        return last;
    }
}
