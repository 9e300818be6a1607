package dev.breakwater.format.oci.push;

import dev.breakwater.auth.Permission;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.push.PushedManifestReader.MalformedManifest;
import dev.breakwater.repository.Action;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Deletions: distribution specification, "Content management". What names a thing is removed before the thing. */
final class ImageDeletions {
    private final HostedContent content;
    private final PushedReferrers referrers;

    ImageDeletions(HostedContent content, PushedReferrers referrers) {
        this.content = content;
        this.referrers = referrers;
    }

    private interface DeletionWork {
        /** Whether there was anything to delete. */
        boolean run() throws IOException;
    }

    /** Deletes a tag; or a manifest, and with it its tags. */
    Action manifest(ImageName name, Reference reference) {
        return switch (reference) {
            case Tag tag ->
                delete(name, name + ":" + tag, () -> remove(content.keys().tag(name, tag)));
            case ContentDigest digest -> delete(name, name + "@" + digest, () -> removeManifest(name, digest));
        };
    }

    /** Takes a blob from an image. Other images that have it keep it. */
    Action blob(ImageName name, ContentDigest digest) {
        return delete(name, name + "@" + digest, () -> remove(content.keys().link(name, digest)));
    }

    private Action delete(ImageName name, String what, DeletionWork work) {
        Action.Task task = _ -> {
            ReentrantLock lock = content.lock(name);
            lock.lock();
            try {
                return work.run()
                        ? PushAnswers.done(Answer.Completion.ACCEPTED, Map.of())
                        : PushAnswers.absent(what + " does not exist here");
            } catch (IOException e) {
                return content.failed("delete " + what, e);
            } finally {
                lock.unlock();
            }
        };
        return new Action.Do(task, HostedContent.subject(name), "delete", Permission.DELETE);
    }

    private boolean remove(Key key) throws IOException {
        if (content.find(key) == null) {
            return false;
        }
        content.remove(key);
        return true;
    }

    private boolean removeManifest(ImageName name, ContentDigest digest) throws IOException {
        Entry manifest = content.find(content.keys().manifest(name, digest));
        if (manifest == null) {
            return false;
        }
        for (String each : content.names(content.keys().tags(name))) {
            Optional<Key> tag = Tag.parse(each).map(parsed -> content.keys().tag(name, parsed));
            if (tag.isPresent()
                    && content.pointed(tag.get()).filter(digest::equals).isPresent()) {
                content.remove(tag.get());
            }
        }
        ContentDigest subject = subject(manifest);
        if (subject != null) {
            referrers.remove(name, subject, digest);
        }
        content.remove(manifest.key());
        return true;
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
