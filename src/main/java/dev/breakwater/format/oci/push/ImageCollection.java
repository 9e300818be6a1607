package dev.breakwater.format.oci.push;

import dev.breakwater.event.Event;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.push.EarlierLinks.EarlierFilter;
import dev.breakwater.repository.Upkeep;
import dev.breakwater.store.PublishedEntries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Removes what no hosted image needs, while clients push and pull.
 *
 * <p>One rule makes it safe: <b>a thing goes only if no manifest that is there names it, and it was not touched for a while</b>,
 * whether that manifest is itself needed or not. So what hangs together goes from the top down, an index before its manifests and
 * these before their blobs, and whatever is left is whole at every moment. A push looks at all that its manifest names and thereby
 * touches it, and the store lets a removal and a touch exclude each other; so neither a lock over the whole nor a list of what is
 * under way is needed, and a restart forgets nothing.
 *
 * <p>The bytes of a blob are shared, so a link that can't be seen would cost an image its blob. They go only if all images could be
 * read, and if neither this collection nor an earlier one, at least a day ago, found a link to them.
 *
 * <p>Memory does not grow with the number of images, manifests or blobs.
 */
final class ImageCollection implements Upkeep {
    /**
     * A client that was told by HEAD, mount or push that something is here finds it for a day and more, since uses are known to
     * {@link PublishedEntries#PRECISION} only.
     */
    private static final Duration RELIED_ON = Duration.ofDays(3);

    /** A folder that is missing for a shorter time costs no bytes. */
    private static final Duration APART = Duration.ofDays(1);

    private static final String INTERNAL = "!";
    private static final int MOST_ALARMS = 5;

    private final HostedContent content;
    private final PushedReferrers referrers;
    private final HostingRules rules;

    ImageCollection(HostedContent content, PushedReferrers referrers, HostingRules rules) {
        this.content = content;
        this.referrers = referrers;
        this.rules = rules;
    }

    @Override
    public Duration every() {
        return rules.collectEvery();
    }

    @Override
    public void run(Pace pace) throws IOException, InterruptedException {
        Instant now = content.now();
        Duration young = rules.keepUntagged();
        CollectionLimits limits = new CollectionLimits(
                now.minus(young.compareTo(RELIED_ON) > 0 ? young : RELIED_ON), now.minus(RELIED_ON));
        CollectionCount count = new CollectionCount(pace);
        DigestFilter filter = new DigestFilter(new SplittableRandom().nextLong());
        try {
            images("", limits, filter, count);
            if (count.whole() && count.goOn()) {
                filter.clear();
                bytes(now, limits, filter, count);
            }
        } finally {
            if (count.any()) {
                content.note("removed " + count);
            }
        }
    }

    /** The images at and below {@code path}. */
    private void images(String path, CollectionLimits limits, DigestFilter filter, CollectionCount count)
            throws IOException, InterruptedException {
        List<String> folders = content.folders(path);
        Optional<ImageName> image = ImageName.parse(path).filter(rules.hosted());
        if (image.isPresent() && folders.stream().anyMatch(each -> each.startsWith(INTERNAL))) {
            sweep(new ImageSweep(content, referrers, image.get(), limits, filter, count), image.get(), count);
        }
        for (String each : folders) {
            if (!each.startsWith(INTERNAL) && count.goOn()) {
                images(path.isEmpty() ? each : path + "/" + each, limits, filter, count);
            }
        }
    }

    private void sweep(ImageSweep sweep, ImageName name, CollectionCount count) throws InterruptedException {
        try {
            sweep.run();
        } catch (IOException e) {
            if (count.failed() <= MOST_ALARMS) {
                content.alarm(new Event.Alarm(
                        content.path(name, ""),
                        "nothing of this image is removed, and no bytes of blobs, because not all of it can be read: "
                                + e.getMessage() + "; push what is broken again, or delete it",
                        e));
            }
        }
    }

    /** The bytes of blobs that no image has, whether it is hosted now or was before. */
    private void bytes(Instant now, CollectionLimits limits, DigestFilter linked, CollectionCount count)
            throws IOException, InterruptedException {
        String home = content.keys().home();
        content.published().visit(home, (key, _) -> {
            content.keys().digest(key).filter(_ -> content.keys().isLink(key)).ifPresent(linked::add);
            return count.goOn();
        });
        EarlierLinks earlier = new EarlierLinks(content);
        Optional<EarlierFilter> last = earlier.last();
        if (count.stopped()
                || (last.isPresent()
                        && now.minus(APART).isBefore(last.get().entry().validated()))) {
            return;
        }
        if (last.isPresent()) {
            unlinked(last.get().read(), limits, linked, count);
        }
        if (!count.stopped()) {
            earlier.replace(linked);
        }
    }

    private void unlinked(DigestFilter before, CollectionLimits limits, DigestFilter linked, CollectionCount count)
            throws IOException, InterruptedException {
        content.published().visit(content.keys().blobs(), (key, touched) -> {
            Optional<ContentDigest> digest = content.keys().digest(key);
            if (count.goOn()
                    && touched.isBefore(limits.rest())
                    && digest.isPresent()
                    && !linked.mayHave(digest.get())
                    && !before.mayHave(digest.get())) {
                count.blob(content.removeUnused(key, limits.rest()));
            }
            return count.goOn();
        });
    }
}
