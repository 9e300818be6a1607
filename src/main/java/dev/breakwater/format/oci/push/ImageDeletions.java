package dev.breakwater.format.oci.push;

import dev.breakwater.auth.Permission;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.name.TagPatterns;
import dev.breakwater.format.oci.push.PushedManifestReader.MalformedManifest;
import dev.breakwater.repository.Action;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Deletions: distribution specification, "Content management". What names a thing is removed before the thing. */
final class ImageDeletions {
    private final HostedContent content;
    private final PushedReferrers referrers;
    private final TagPatterns immutable;

    ImageDeletions(HostedContent content, PushedReferrers referrers, TagPatterns immutable) {
        this.content = content;
        this.referrers = referrers;
        this.immutable = immutable;
    }

    private interface DeletionWork {
        /** Deletes; refuses, or says that there was nothing to delete. */
        Answer run() throws IOException;
    }

    /** Deletes a tag; or a manifest, and with it its tags. */
    Action manifest(ImageName name, Reference reference) {
        return switch (reference) {
            case Tag tag -> delete(name, name + ":" + tag, () -> removeTag(name, tag));
            case ContentDigest digest -> delete(name, name + "@" + digest, () -> removeManifest(name, digest));
        };
    }

    /** Takes a blob from an image. Other images that have it keep it. */
    Action blob(ImageName name, ContentDigest digest) {
        return delete(name, name + "@" + digest, () -> remove(content.keys().link(name, digest), name + "@" + digest));
    }

    private Action delete(ImageName name, String what, DeletionWork work) {
        Action.Task task = _ -> {
            ReentrantLock lock = content.lock(name);
            lock.lock();
            try {
                return work.run();
            } catch (IOException e) {
                return content.failed("delete " + what, e);
            } finally {
                lock.unlock();
            }
        };
        return new Action.Do(task, HostedContent.subject(name), "delete", Permission.DELETE);
    }

    private Answer remove(Key key, String what) throws IOException {
        if (content.find(key) == null) {
            return absent(what);
        }
        content.remove(key);
        return deleted();
    }

    private static Answer absent(String what) {
        return PushAnswers.absent(what + " does not exist here");
    }

    private static Answer deleted() {
        return PushAnswers.done(Answer.Completion.ACCEPTED, Map.of());
    }

    private Answer removeTag(ImageName name, Tag tag) throws IOException {
        Key key = content.keys().tag(name, tag);
        Optional<ContentDigest> is = content.pointed(key);
        if (is.isPresent() && !immutable.matches(tag)) {
            content.renew(name, is.get());
        }
        return immutable.matches(tag) && is.isPresent()
                ? PushAnswers.immutable(name + ":" + tag + " is " + is.get() + ", and can't be deleted")
                : remove(key, name + ":" + tag);
    }

    private Answer removeManifest(ImageName name, ContentDigest digest) throws IOException {
        Entry manifest = content.find(content.keys().manifest(name, digest));
        if (manifest == null) {
            return absent(name + "@" + digest);
        }
        List<Tag> tags = tags(name, digest);
        for (Tag tag : tags) {
            if (immutable.matches(tag)) {
                return PushAnswers.immutable(name + ":" + tag + " is " + digest + ", which can't be deleted");
            }
        }
        for (Tag tag : tags) {
            content.remove(content.keys().tag(name, tag));
        }
        ContentDigest subject = subject(manifest);
        if (subject != null) {
            referrers.remove(name, subject, digest);
        }
        content.remove(manifest.key());
        return deleted();
    }

    /** Those that stand for {@code digest}. */
    private List<Tag> tags(ImageName name, ContentDigest digest) throws IOException {
        List<Tag> found = new ArrayList<>();
        for (String each : content.names(content.keys().tags(name))) {
            Optional<Tag> tag = Tag.parse(each);
            if (tag.isPresent()
                    && content.pointed(content.keys().tag(name, tag.get()))
                            .filter(digest::equals)
                            .isPresent()) {
                found.add(tag.get());
            }
        }
        return found;
    }

    private static @Nullable ContentDigest subject(Entry manifest) throws IOException {
        try {
            return PushedManifestReader.read(manifest.bytes(ManifestType.LARGEST))
                    .subject();
        } catch (MalformedManifest e) {
            return null;
        }
    }
}
