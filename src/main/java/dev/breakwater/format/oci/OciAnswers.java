package dev.breakwater.format.oci;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.oci.manifest.Referrers;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.repository.Action;
import dev.breakwater.store.Store;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are made of what was fetched, for one request.
 *
 * @param repository the repository's name, by which each of its images can be asked for
 * @param wall the time of day
 */
record OciAnswers(String repository, Store store, Fetcher fetcher, InstantSource wall) {
    private static final String JSON = "application/json";
    private static final int LARGEST_LIST = 16 << 20;

    /**
     * The head of a blob: one that is not here is not fetched for it, and no upstream asked if a manifest says its size; unless this
     * server is offline, so that no GET could follow.
     */
    Action.Task head(OciResources images, ImageName name, ContentDigest digest, Caller caller) {
        return client -> {
            Resource blob = images.blob(name, digest);
            // what an upstream said of its length, as long as it owned the image, does not bring it here
            if (images.hosted() || isHere(blob)) {
                return fetcher.get(blob, caller.of(client));
            }
            long described = fetcher.isOffline() ? -1 : images.describedSize(name, digest);
            if (described >= 0) {
                Instant now = wall.instant();
                return head(blob, digest, described, now, images.confidential(), CacheInfo.madeHere(Instant.MIN));
            }
            Answer size = fetcher.get(images.size(name, digest), caller.of(client));
            if (!(size instanceof Answer.Held held)) {
                return size;
            }
            long length = Long.parseLong(new String(AnswerBytes.bytes(held, 32), StandardCharsets.US_ASCII).strip());
            ContentInfo said = held.content();
            return head(blob, digest, length, said.modified(), said.confidential(), held.cache());
        };
    }

    private static Answer head(
            Resource blob, ContentDigest digest, long length, Instant modified, boolean confidential, CacheInfo cache) {
        ContentInfo content = new ContentInfo(
                blob.type(),
                null,
                modified,
                Freshness.IMMUTABLE,
                true, // nothing proves the length
                confidential,
                Map.of(ContentDigest.HEADER, digest.text(), "accept-ranges", "bytes"));
        return new Answer.Held(new Body.Elsewhere(length), content, cache);
    }

    private boolean isHere(Resource blob) {
        try {
            return store.find(blob.key()).isPresent();
        } catch (IOException e) {
            // the fetch says what is wrong
            return true;
        }
    }

    /**
     * What refers to a manifest: distribution specification, "Listing Referrers".
     *
     * @param artifactType the type to list alone; null for all
     */
    Action.Task referrers(
            OciResources images, ImageName name, ContentDigest digest, @Nullable String artifactType, Caller caller) {
        return client -> {
            Answer answer = fetcher.get(images.referrers(name, digest), caller.of(client));
            if (!(answer instanceof Answer.Held held)) {
                return answer;
            }
            Referrers all = Referrers.parse(AnswerBytes.bytes(held, Referrers.LARGEST));
            return artifactType == null
                    ? index(all, Map.of())
                    : index(all.of(artifactType), Map.of("OCI-Filters-Applied", "artifactType"));
        };
    }

    private static Answer index(Referrers referrers, Map<String, String> headers) {
        return new Answer.Done(
                Answer.Completion.OK, headers, "application/vnd.oci.image.index.v1+json", referrers.index());
    }

    /** The tags of an image: distribution specification, "Listing tags". */
    Action.Task tags(OciResources images, ImageName name, TagQuery page, Caller caller) {
        return client -> {
            Answer answer = fetcher.get(images.tags(name), caller.of(client));
            if (!(answer instanceof Answer.Held held)) {
                return answer;
            }
            List<String> all = new String(AnswerBytes.bytes(held, LARGEST_LIST), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            byte[] body = OciWording.json(json(name, page.of(all))).getBytes(StandardCharsets.UTF_8);
            ContentInfo list = held.content();
            ContentInfo content = new ContentInfo(
                    JSON,
                    Digest.of(body),
                    list.modified(),
                    list.freshness(),
                    list.provisional(),
                    list.confidential(),
                    link(name, page.of(all), "link"));
            return new Answer.Held(new Body.Bytes(body), content, held.cache());
        };
    }

    /** A part of {@code all} tags of {@code name}, which were pushed here and are in byte order. */
    Answer page(ImageName name, TagQuery page, List<String> all) {
        byte[] body = OciWording.json(json(name, page.of(all))).getBytes(StandardCharsets.UTF_8);
        return new Answer.Done(Answer.Completion.OK, link(name, page.of(all), "Link"), JSON, body);
    }

    private static Map<String, Object> json(ImageName name, TagQuery.TagPage page) {
        return Map.of("name", name.text(), "tags", page.tags());
    }

    /** Where the next page is. */
    private Map<String, String> link(ImageName name, TagQuery.TagPage page, String header) {
        return page.next().isEmpty()
                ? Map.of()
                : Map.of(header, "</v2/" + repository + "/" + name + "/tags/list?" + page.next() + ">; rel=\"next\"");
    }
}
