package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.push.PushedManifestReader.MalformedManifest;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One image's part of a collection. A manifest stays as long as a tag or another manifest names it, or the manifest that it refers
 * to is there; a blob as long as a manifest names it. Manifests go in rounds, since each may have been the last to name others.
 */
final class ImageSweep {
    /** An index of indexes has few levels; what is deeper goes with the next collection. */
    private static final int MOST_ROUNDS = 8;

    private final HostedContent content;
    private final HostedImageKeys keys;
    private final PushedReferrers referrers;
    private final ImageName name;
    private final CollectionLimits limits;
    private final DigestFilter named;
    private final CollectionCount count;

    /** Of the image {@code name}; uses the empty {@code filter}, and fills it. */
    ImageSweep(
            HostedContent content,
            PushedReferrers referrers,
            ImageName name,
            CollectionLimits limits,
            DigestFilter filter,
            CollectionCount count) {
        this.content = content;
        this.keys = content.keys();
        this.referrers = referrers;
        this.name = name;
        this.limits = limits;
        this.named = filter;
        this.count = count;
    }

    /** @throws IOException if something of the image can't be read: nothing that it may name is removed */
    void run() throws IOException, InterruptedException {
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            named.clear();
            markTags();
            markManifests();
            if (count.stopped()) {
                return;
            }
            more = sweepManifests();
        }
        sweepLinks();
        sweepReferrers();
    }

    private void markTags() throws IOException, InterruptedException {
        for (String each : content.names(keys.tags(name))) {
            Optional<Tag> tag = Tag.parse(each);
            if (tag.isPresent() && count.goOn()) {
                content.lookedAt(keys.tag(name, tag.get())).ifPresent(named::add);
            }
        }
    }

    private void markManifests() throws IOException, InterruptedException {
        content.published().visit(keys.manifests(name), (key, _) -> {
            if (!count.goOn()) {
                return false;
            }
            byte[] bytes = content.published().read(key, ManifestType.LARGEST).orElse(null);
            if (bytes != null) {
                PushedManifest manifest = read(key, bytes);
                manifest.named().forEach(named::add);
                keys.digest(key).ifPresent(digest -> list(digest, manifest, bytes));
            }
            return true;
        });
    }

    private PushedManifest read(Key key, byte[] bytes) throws IOException {
        try {
            return PushedManifestReader.read(bytes);
        } catch (MalformedManifest e) {
            throw new IOException(key + " is malformed: " + e.getMessage(), e);
        }
    }

    /** Lists a manifest among those that refer to its subject, if a crash has prevented that. */
    private void list(ContentDigest digest, PushedManifest manifest, byte[] bytes) {
        ContentDigest subject = manifest.subject();
        String type = ManifestType.of(bytes, "");
        if (subject == null || type.isEmpty() || content.published().holds(keys.referrer(name, subject, digest))) {
            return;
        }
        ReentrantLock lock = content.lock(name);
        lock.lock();
        try {
            if (content.published().holds(keys.manifest(name, digest))) {
                referrers.add(name, subject, digest, manifest, type, bytes.length, "the collection");
            }
        } catch (IOException e) {
            var _ = content.failed("list what refers to " + name + "@" + subject, e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether any was removed. */
    private boolean sweepManifests() throws IOException, InterruptedException {
        boolean[] any = {false};
        content.published().visit(keys.manifests(name), (key, touched) -> {
            Optional<ContentDigest> digest = keys.digest(key);
            if (digest.isPresent()
                    && touched.isBefore(limits.manifests())
                    && !named.mayHave(digest.get())
                    && removed(key, digest.get())) {
                any[0] = true;
            }
            return count.goOn();
        });
        return any[0];
    }

    private boolean removed(Key key, ContentDigest digest) throws IOException {
        byte[] bytes = content.published().read(key, ManifestType.LARGEST).orElse(null);
        ContentDigest subject = bytes == null ? null : read(key, bytes).subject();
        if (bytes == null || (subject != null && content.published().holds(keys.manifest(name, subject)))) {
            return false;
        }
        return removed(key, digest, subject, limits.manifests());
    }

    private boolean removed(Key key, ContentDigest digest, @Nullable ContentDigest subject, Instant since)
            throws IOException {
        // a push of the same manifest comes wholly before or after
        ReentrantLock lock = content.lock(name);
        lock.lock();
        try {
            long size = content.removeUnused(key, since);
            if (size > 0 && subject != null) {
                referrers.remove(name, subject, digest);
            }
            count.manifest(size);
            return size > 0;
        } finally {
            lock.unlock();
        }
    }

    private void sweepLinks() throws IOException, InterruptedException {
        content.published().visit(keys.links(name), (key, touched) -> {
            Optional<ContentDigest> digest = keys.digest(key);
            if (count.goOn() && digest.isPresent() && touched.isBefore(limits.rest()) && !named.mayHave(digest.get())) {
                count.link(content.removeUnused(key, limits.rest()));
            }
            return !count.stopped();
        });
    }

    /** Those whose manifest is gone: a crash in the middle of a deletion leaves some. */
    private void sweepReferrers() throws IOException, InterruptedException {
        content.published().visit(keys.referrers(name), (key, _) -> {
            Optional<ContentDigest> digest = keys.digest(key);
            if (digest.isPresent() && !content.published().holds(keys.manifest(name, digest.get()))) {
                removeReferrer(key, digest.get());
            }
            return count.goOn();
        });
    }

    private void removeReferrer(Key key, ContentDigest digest) throws IOException {
        ReentrantLock lock = content.lock(name);
        lock.lock();
        try {
            if (!content.published().holds(keys.manifest(name, digest))) {
                content.remove(key);
            }
        } finally {
            lock.unlock();
        }
    }
}
