package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.push.HostedImageKeys;
import dev.breakwater.store.Key;
import java.util.Arrays;
import java.util.Optional;

/** The keys of images that are hosted here, under the name {@code home}. */
record HostedKeysInStore(String home) implements HostedImageKeys {
    @Override
    public Key blob(ContentDigest digest) {
        return ImageKeys.blob(home, digest);
    }

    @Override
    public Key blobs() {
        return new Key(home, "!blobs");
    }

    @Override
    public Key links(ImageName name) {
        return new Key(home, name + "/!links");
    }

    @Override
    public boolean isLink(Key key) {
        return key.path().contains("/!links/");
    }

    @Override
    public Key link(ImageName name, ContentDigest digest) {
        return ImageKeys.link(home, name, digest);
    }

    @Override
    public Key manifest(ImageName name, ContentDigest digest) {
        return ImageKeys.pushedManifest(home, name, digest);
    }

    @Override
    public Key manifests(ImageName name) {
        return new Key(home, name + "/!pushed-manifests");
    }

    @Override
    public Key tag(ImageName name, Tag tag) {
        return ImageKeys.pushedTag(home, name, tag);
    }

    @Override
    public Key tags(ImageName name) {
        return new Key(home, name + "/!pushed-tags");
    }

    @Override
    public Key referrer(ImageName name, ContentDigest subject, ContentDigest digest) {
        return new Key(
                home, referrers(name, subject).path() + "/" + digest.algorithm().text() + "-" + digest.hex());
    }

    @Override
    public Key referrers(ImageName name, ContentDigest subject) {
        return ImageKeys.referrers(home, name, subject);
    }

    @Override
    public Key referrers(ImageName name) {
        return new Key(home, name + "/!referrers");
    }

    @Override
    public Optional<ContentDigest> digest(Key key) {
        String last = key.path().substring(key.path().lastIndexOf('/') + 1);
        String hex = last.substring(last.lastIndexOf('-') + 1);
        // the algorithms differ in the length of what they give
        return Arrays.stream(ContentDigest.Algorithm.values())
                .map(algorithm -> ContentDigest.parse(algorithm.text() + ":" + hex))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
