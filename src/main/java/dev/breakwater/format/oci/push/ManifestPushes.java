package dev.breakwater.format.oci.push;

import dev.breakwater.auth.Permission;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.push.PushedManifestReader.MalformedManifest;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Reception;
import dev.breakwater.repository.Request;
import dev.breakwater.store.Key;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Pushes of manifests, and of the tags that name them: distribution specification, "Pushing manifests". */
final class ManifestPushes {
    private static final int MOST_TAGS = 16;

    private final HostedContent content;
    private final PushedReferrers referrers;
    private final HostingRules rules;

    ManifestPushes(HostedContent content, PushedReferrers referrers, HostingRules rules) {
        this.content = content;
        this.referrers = referrers;
        this.rules = rules;
    }

    /**
     * A push.
     *
     * @param digest what the path says; null if it has a tag
     * @param type the media type that the client says, without parameters; empty if it says none
     */
    private record ManifestPush(ImageName name, @Nullable ContentDigest digest, Set<Tag> tags, String type) {}

    /** The action for {@code PUT}. */
    Action put(Request request, ImageName name, Reference reference) {
        Set<Tag> tags = new LinkedHashSet<>();
        if (reference instanceof Tag tag) {
            tags.add(tag);
        }
        List<String> more = new QueryText(request.query()).all("tag");
        for (String each : more) {
            Optional<Tag> tag = Tag.parse(each);
            if (tag.isEmpty() || tags.size() == MOST_TAGS) {
                String why = "tag= has something that is not a tag, or there are more than " + MOST_TAGS;
                return new Action.Say(PushAnswers.wrongManifest(why), HostedContent.subject(name), Permission.PUBLISH);
            }
            tags.add(tag.get());
        }
        String header = request.header("Content-Type");
        String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        ManifestPush push =
                new ManifestPush(name, reference instanceof ContentDigest digest ? digest : null, tags, type);
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return content.stage();
            }

            @Override
            public Answer full() {
                return PushAnswers.full();
            }

            @Override
            public Answer keep(Staged staged, String by) {
                try {
                    return kept(push, staged, by);
                } catch (IOException e) {
                    return content.failed("store a manifest of " + name, e);
                }
            }
        };
        return new Action.Receive(reception, ManifestType.LARGEST, HostedContent.subject(name));
    }

    private Answer kept(ManifestPush push, Staged staged, String by) throws IOException {
        byte[] bytes = staged.bytes(ManifestType.LARGEST);
        ContentDigest is = digest(bytes, push.digest);
        if (push.digest != null && !is.equals(push.digest)) {
            return PushAnswers.wrongDigest("the manifest is " + is + ", and not " + push.digest);
        }
        PushedManifest manifest;
        try {
            manifest = PushedManifestReader.read(bytes);
        } catch (MalformedManifest e) {
            return PushAnswers.wrongManifest(String.valueOf(e.getMessage()));
        }
        String type = ManifestType.of(bytes, push.type);
        if (type.isEmpty()) {
            return PushAnswers.wrongManifest("neither the manifest nor Content-Type says its media type");
        }
        if (!push.type.isEmpty() && !push.type.equals(type.toLowerCase(Locale.ROOT))) {
            return PushAnswers.wrongManifest("the manifest is " + type + ", and Content-Type says " + push.type);
        }
        ReentrantLock lock = content.lock(push.name);
        lock.lock();
        try {
            for (ContentDigest needed : manifest.needed()) {
                if (!content.has(push.name, needed) && !rules.sparse()) {
                    return PushAnswers.invalid(
                            "MANIFEST_BLOB_UNKNOWN",
                            push.name + " has no " + needed + ", which the manifest names: push it first");
                }
            }
            for (ContentDigest named : manifest.named()) {
                // to look at what is there counts as its use, so that no collection removes it meanwhile
                var _ = content.has(push.name, named);
            }
            for (Tag tag : push.tags) {
                Optional<ContentDigest> now = content.pointed(content.keys().tag(push.name, tag));
                if (rules.immutable().matches(tag)
                        && now.isPresent()
                        && !now.get().equals(is)) {
                    return PushAnswers.immutable(
                            push.name + ":" + tag + " is " + now.get() + ", so it can't become " + is);
                }
            }
            store(push, manifest, is, type, staged, by);
        } finally {
            lock.unlock();
        }
        return done(push, manifest, is);
    }

    private void store(
            ManifestPush push, PushedManifest manifest, ContentDigest is, String type, Staged staged, String by)
            throws IOException {
        content.commit(staged, content.keys().manifest(push.name, is), type, is, by);
        if (manifest.subject() != null) {
            referrers.add(push.name, manifest.subject(), is, manifest, type, staged.size(), by);
        }
        for (Tag tag : push.tags) {
            Key key = content.keys().tag(push.name, tag);
            Optional<ContentDigest> before = content.pointed(key);
            if (before.isPresent() && !before.get().equals(is)) {
                content.renew(push.name, before.get());
            }
            content.point(key, is, by);
        }
    }

    private Answer done(ManifestPush push, PushedManifest manifest, ContentDigest is) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Location", content.path(push.name, "manifests/" + is));
        headers.put("Docker-Content-Digest", is.text());
        if (manifest.subject() != null) {
            headers.put("OCI-Subject", manifest.subject().text());
        }
        if (push.digest != null && !push.tags.isEmpty()) {
            headers.put(
                    "OCI-Tag",
                    String.join(", ", push.tags.stream().map(Tag::text).toList()));
        }
        return PushAnswers.done(Answer.Completion.CREATED, headers);
    }

    private static ContentDigest digest(byte[] bytes, @Nullable ContentDigest wanted) {
        ContentDigest.Algorithm algorithm = wanted == null ? ContentDigest.Algorithm.SHA256 : wanted.algorithm();
        return ContentDigest.of(algorithm, bytes);
    }
}
