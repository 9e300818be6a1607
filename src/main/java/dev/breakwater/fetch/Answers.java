package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.store.Entry;
import dev.breakwater.store.OpenFile;
import dev.breakwater.store.Representation;
import dev.breakwater.store.Standing;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the engine's answers from entries and fetch results. */
final class Answers {
    /** The most bytes of what the witnesses of an absence said. */
    private static final int LONGEST_ABSENCE = 1024 * 1024;

    private final InstantSource clock;

    Answers(InstantSource clock) {
        this.clock = clock;
    }

    /** For a client that requests cached content only. */
    Answer notHeld(Resource resource, Answer.Trouble trouble) {
        return new Answer.Absent(trouble.why(), Duration.ZERO, confidential(resource));
    }

    /** From a stored entry; {@code spared} says what rescued the request. */
    Answer held(Resource resource, Entry entry, CacheStatus how, RescuedBy spared) throws IOException {
        Standing standing = entry.meta().standing();
        if (standing == Standing.ABSENT) {
            String said = new String(entry.bytes(LONGEST_ABSENCE), StandardCharsets.UTF_8);
            return new Answer.Absent(resource.shown() + " does not exist\n" + said, Plan.DOUBT, confidential(resource));
        }
        boolean provisional = standing == Standing.PROVISIONAL || how == CacheStatus.STALE;
        Instant until = how == CacheStatus.STALE ? Instant.MIN : cacheableUntil(resource, entry);
        return new Answer.Held(
                body(entry),
                info(
                        resource,
                        entry.sha256(),
                        entry.meta().fetchedAt(),
                        provisional,
                        entry.meta().headers(),
                        entry.meta().representation()),
                new CacheInfo(how, entry.meta().upstream(), until, List.of(), spared));
    }

    /** What was published here is current whenever it is read: this server is its only source. */
    private Instant cacheableUntil(Resource resource, Entry entry) {
        Plan.Holding holding =
                entry.meta().hosted() ? new Plan.Holding(entry.meta().standing(), clock.instant()) : holding(entry);
        return Plan.cacheableUntil(holding, resource.freshness());
    }

    /** The client's metadata of plain content for {@code resource}; {@code headers} are the origin's. */
    private static ContentInfo info(
            Resource resource,
            @Nullable Digest sha256,
            Instant arrived,
            boolean provisional,
            Map<String, String> headers) {
        return info(resource, sha256, arrived, provisional, headers, Representation.PLAIN);
    }

    private static ContentInfo info(
            Resource resource,
            @Nullable Digest sha256,
            Instant arrived,
            boolean provisional,
            Map<String, String> headers,
            Representation representation) {
        Instant own = representation.modified();
        return new ContentInfo(
                resource.type(headers),
                representation.coding(),
                sha256,
                // never later than the Date of an answer: RFC 9110 section 8.8.2.1
                own == null || own.isAfter(arrived) ? arrived : own,
                resource.freshness(),
                provisional,
                confidential(resource),
                resource.told(headers));
    }

    private static boolean confidential(Resource resource) {
        return resource.policy().confidential();
    }

    private static Body body(Entry entry) throws IOException {
        return entry.size() <= FetchedContent.SMALL
                ? new Body.Bytes(entry.bytes(FetchedContent.SMALL))
                : new Body.Whole(new OpenFile(entry.open(), entry.size()));
    }

    private static Plan.Holding holding(Entry entry) {
        return new Plan.Holding(entry.meta().standing(), entry.validated());
    }

    /** From a flight; {@code joined} says that another request started it. */
    Answer fetched(Resource resource, FetchResult.Fetched fetched, boolean joined) {
        FetchedContent content = fetched.content();
        boolean provisional = fetched.grade() != FetchResult.Grade.CONFIRMED;
        CacheStatus how = fetched.grade().stale() ? CacheStatus.STALE : fetched(joined);
        return new Answer.Held(
                content.take(),
                info(
                        resource,
                        content.sha256(),
                        content.at(),
                        provisional,
                        fetched.headers(),
                        fetched.representation()),
                new CacheInfo(
                        how,
                        fetched.upstream(),
                        Instant.MIN,
                        content.timings(),
                        fetched.spared(),
                        resource.policy().kept() && fetched.grade().kept()));
    }

    /** The content that {@code name} points to: as current as the name, with the status of whichever was not cached. */
    static Answer pointed(Answer.Held name, Answer.Held content) {
        ContentInfo of = name.content();
        ContentInfo info = content.content();
        CacheStatus status = name.status() == CacheStatus.STALE || content.status() == CacheStatus.HIT
                ? name.status()
                : content.status();
        Instant until = name.cache().cacheableUntil();
        Instant contentUntil = content.cache().cacheableUntil();
        List<Timing> timings = new ArrayList<>(name.cache().timings());
        timings.addAll(content.cache().timings());
        return new Answer.Held(
                content.body(),
                new ContentInfo(
                        info.type(),
                        info.coding(),
                        info.sha256(),
                        // the name may lead back to what was fetched earlier: the later date is the one that changes
                        of.modified().isAfter(info.modified()) ? of.modified() : info.modified(),
                        of.freshness(),
                        of.provisional() || info.provisional(),
                        of.confidential() || info.confidential(),
                        info.headers()),
                new CacheInfo(
                        status,
                        content.cache().upstream(),
                        until.isBefore(contentUntil) ? until : contentUntil,
                        timings,
                        name.spared().or(content.spared()),
                        name.cache().kept() && content.cache().kept()));
    }

    private static CacheStatus fetched(boolean joined) {
        return joined ? CacheStatus.JOINED : CacheStatus.MISS;
    }

    /** Content that is still arriving, with the origin's {@code headers}. */
    Answer growing(Resource resource, Withheld tail, Map<String, String> headers, boolean joined) {
        return new Answer.Held(
                new Body.Growing(tail, tail.total()),
                info(resource, null, clock.instant(), true, headers),
                new CacheInfo(fetched(joined), CacheInfo.NO_UPSTREAM, Instant.MIN, List.of()));
    }

    /** Content made from stored entries, since no upstream answers; {@code spared} as for {@link #held}. */
    Answer made(Resource resource, byte[] bytes, RescuedBy spared) {
        return new Answer.Held(
                new Body.Bytes(bytes),
                info(resource, Digest.of(bytes), clock.instant(), true, Map.of()),
                new CacheInfo(CacheStatus.STALE, CacheInfo.NO_UPSTREAM, Instant.MIN, List.of(), spared));
    }

    /** It does not exist. */
    Answer absent(Resource resource, FetchResult.NotFound absent) {
        String why = resource.shown() + " does not exist\n" + UpstreamReport.lines(absent.said());
        return new Answer.Absent(why, absent.witnessed() ? Plan.DOUBT : Duration.ZERO, confidential(resource));
    }

    /** The resource exists but is unusable: a client that moves on to its next choice finds the same there, or better. */
    Answer unusable(Resource resource, FetchResult.Unusable unusable) {
        String why = resource.shown() + " is broken at every upstream: " + unusable.why();
        return unusable.contradicts() || confidential(resource)
                ? new Answer.Trouble(why, NegativeCache.UNUSABLE, unusable.said(), false, true)
                : new Answer.Absent(why + "\n" + UpstreamReport.lines(unusable.said()), Duration.ZERO, false);
    }

    /** A failure. Wrong content is never answered as an absence. */
    Answer trouble(Resource resource, FetchResult.Failed failed) {
        String unavailable = resource.shown() + " is unavailable right now: ";
        // the source of a form may have the same name, and have said it
        String why = failed.why().startsWith(unavailable) ? failed.why() : unavailable + failed.why();
        return new Answer.Trouble(
                why,
                failed.retryAfter(),
                failed.said(),
                resource.policy().fallThrough() && !failed.wrong(),
                failed.wrong());
    }

    /** A failure of the store. */
    Answer storeTrouble(Resource resource) {
        return new Answer.Trouble(
                resource.shown() + " is unavailable right now: this server can't read its store; see its log",
                Duration.ofSeconds(5),
                List.of(),
                false);
    }
}
