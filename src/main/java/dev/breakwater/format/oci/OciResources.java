package dev.breakwater.format.oci;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.FetchSource;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.fetch.ResourceSource;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.pull.DescriptorSizes;
import dev.breakwater.format.oci.pull.ImageVerifiers;
import dev.breakwater.format.oci.upstream.BlobOrigin;
import dev.breakwater.format.oci.upstream.BlobSizeOrigin;
import dev.breakwater.format.oci.upstream.ManifestOrigin;
import dev.breakwater.format.oci.upstream.ReferrersOrigin;
import dev.breakwater.format.oci.upstream.TagListOrigin;
import dev.breakwater.format.oci.upstream.TagOrigin;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resources of an image, from one chain of registries. */
final class OciResources {
    /** What clients send: a registry may answer an image of the old schema to one that accepts no other. */
    private static final String MANIFEST_TYPES = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "application/vnd.docker.distribution.manifest.v1+json",
            "*/*");

    /** How long every client waits for a blob before what has arrived is sent: containerd gives up after 30 s. */
    private static final Duration BLOB_PATIENCE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Kind MANIFEST = new Kind("manifest", Traffic.METADATA);
    private static final Kind TAG = new Kind("tag", Traffic.METADATA);
    private static final Kind LIST = new Kind("tags", Traffic.METADATA);
    private static final Kind REFERRERS = new Kind("referrers", Traffic.METADATA);
    private static final Kind SIZE = new Kind("size", Traffic.METADATA);
    private static final Kind BLOB = new Kind("blob", Traffic.ARCHIVE);

    /**
     * What distinguishes one chain from another.
     *
     * @param stored the name under which the store keeps what comes from it
     * @param origins the registries
     * @param confidential whether its images are the operator's own, so that each has its blobs for itself
     */
    record ImageChain(String stored, Tiers origins, boolean confidential) {}

    private final ImageChain chain;
    private final ImageVerifiers verifiers;
    private final DescriptorSizes sizes;
    private final Freshness fresh;
    private final Policy policy;
    private final Fetcher fetcher;

    /** Of images from {@code chain}; tags and lists are current for {@code fresh}. */
    OciResources(
            ImageChain chain,
            ImageVerifiers verifiers,
            DescriptorSizes sizes,
            Duration fresh,
            Policy policy,
            Fetcher fetcher) {
        this.chain = chain;
        this.verifiers = verifiers;
        this.sizes = sizes;
        this.fresh = Freshness.of(fresh);
        this.policy = chain.confidential() ? policy.forPrivate() : policy;
        this.fetcher = fetcher;
    }

    /** Whether its images are pushed here: nothing else is asked for them. */
    boolean hosted() {
        return chain.confidential() && chain.origins().tiers().isEmpty();
    }

    /** Asks for one of its resources. */
    Caller caller() {
        return hosted() ? new Caller(true, List.of()) : Caller.ANYBODY;
    }

    /** A manifest by its digest: the first registry that has the right bytes delivers it. */
    Resource manifest(ImageName name, ContentDigest digest) {
        UpstreamRequest request = new UpstreamRequest(
                _ -> name + "/manifests/" + digest,
                Map.of("Accept", MANIFEST_TYPES),
                Set.of(KeptHeaders.TYPE, ContentDigest.HEADER));
        Recipe recipe = new Recipe.One(
                chain.origins()
                        .each(origin -> new ManifestOrigin(
                                origin, digest, bytes -> sizes.arrived(described(name), digest, bytes))),
                request,
                verifiers.manifest(digest));
        return resource(
                hosted()
                        ? ImageKeys.pushedManifest(chain.stored(), name, digest)
                        : ImageKeys.manifest(chain.stored(), name, digest),
                name,
                MANIFEST,
                Freshness.IMMUTABLE,
                "",
                recipe,
                PATIENCE,
                name + "@" + digest);
    }

    /** The manifest that a tag stands for: registries must agree on its digest. */
    Resource manifest(ImageName name, Tag tag) {
        Resource pointer = resource(
                hosted() ? ImageKeys.pushedTag(chain.stored(), name, tag) : ImageKeys.tag(chain.stored(), name, tag),
                name,
                TAG,
                fresh,
                "text/plain",
                new Recipe.Agreed(
                        chain.origins().each(TagOrigin::new),
                        new UpstreamRequest(
                                _ -> name + "/manifests/" + tag, Map.of("Accept", MANIFEST_TYPES), Set.of()),
                        verifiers.tag(tag, digest -> delivers(name, digest))),
                PATIENCE,
                name + ":" + tag);
        FetchSource source = new ResourceSource(pointer, fetcher);
        Recipe pointed = new Recipe.Pointed(
                source, digest -> new ResourceSource(manifest(name, ImageVerifiers.digest(digest)), fetcher));
        return resource(pointer.key(), name, MANIFEST, fresh, "", pointed, PATIENCE, name + ":" + tag);
    }

    /** Fetches a manifest, if it is not here, before a tag may stand for it. */
    private boolean delivers(ImageName name, ContentDigest digest) throws InterruptedException {
        Answer answer =
                new ResourceSource(manifest(name, digest), fetcher).awaited().get(Caller.ANYBODY);
        if (answer instanceof Answer.Held held) {
            held.body().release();
            return true;
        }
        return false;
    }

    /** What distinguishes the blob of one image from the same bytes in another: that one may have it if this one does not. */
    private record BlobOfImage(ImageName name) implements Resource.OwnAbsence {}

    /** A blob. */
    Resource blob(ImageName name, ContentDigest digest) {
        return hosted() ? linked(name, digest) : fetched(name, digest);
    }

    /** A blob that was pushed here: the image has it by a link. */
    private Resource linked(ImageName name, ContentDigest digest) {
        Resource link = entry(ImageKeys.link(chain.stored(), name, digest), name, "text/plain", digest);
        Resource bytes = entry(ImageKeys.blob(chain.stored(), digest), name, "application/octet-stream", digest);
        Recipe pointed = new Recipe.Pointed(new ResourceSource(link, fetcher), _ -> new ResourceSource(bytes, fetcher));
        return resource(
                link.key(), name, BLOB, Freshness.IMMUTABLE, bytes.type(), pointed, BLOB_PATIENCE, name + "@" + digest);
    }

    private Resource entry(Key key, ImageName name, String type, ContentDigest digest) {
        Recipe nowhere = new Recipe.One(chain.origins(), digest.text(), verifiers.blob(digest));
        return resource(key, name, BLOB, Freshness.IMMUTABLE, type, nowhere, BLOB_PATIENCE, name + "@" + digest);
    }

    private Resource fetched(ImageName name, ContentDigest digest) {
        UpstreamRequest request =
                new UpstreamRequest(_ -> name + "/blobs/" + digest, Map.of(), Set.of(ContentDigest.HEADER));
        Key key = chain.confidential()
                ? ImageKeys.blob(chain.stored(), name, digest)
                : ImageKeys.blob(chain.stored(), digest);
        Recipe recipe = new Recipe.One(
                chain.origins().each(origin -> new BlobOrigin(origin, digest)),
                request,
                verifiers.blob(digest, () -> describedSize(name, digest)));
        return resource(
                        key,
                        name,
                        BLOB,
                        Freshness.IMMUTABLE,
                        "application/octet-stream",
                        recipe,
                        BLOB_PATIENCE,
                        name + "@" + digest)
                .distinct(new BlobOfImage(name));
    }

    /** How many bytes a blob has, as the manifests of its image say; -1 if they don't. May read the store. */
    long describedSize(ImageName name, ContentDigest digest) {
        return hosted() ? -1 : sizes.of(described(name), digest);
    }

    private DescriptorSizes.DescribedImage described(ImageName name) {
        return new DescriptorSizes.DescribedImage(chain.stored(), name);
    }

    /** Whether its images are the operator's own. */
    boolean confidential() {
        return chain.confidential();
    }

    /** How long a blob is, as a line with a number; no blob is fetched for it. */
    Resource size(ImageName name, ContentDigest digest) {
        Recipe recipe = new Recipe.Agreed(
                chain.origins().each(origin -> new BlobSizeOrigin(origin, digest)),
                name + "/blobs/" + digest,
                verifiers.size());
        return resource(
                ImageKeys.size(chain.stored(), name, digest),
                name,
                SIZE,
                fresh, // no digest proves it, so that a wrong one must not last
                "text/plain",
                recipe,
                PATIENCE,
                name + "@" + digest);
    }

    /** The tags of an image, in byte order, one a line. */
    Resource tags(ImageName name) {
        Recipe recipe = new Recipe.Agreed(
                chain.origins().each(origin -> new TagListOrigin(origin, name)),
                TagListOrigin.path(name),
                verifiers.tags());
        return resource(
                ImageKeys.list(chain.stored(), name), name, LIST, fresh, "text/plain", recipe, PATIENCE, name.text());
    }

    /** The manifests that refer to one, as an index. */
    Resource referrers(ImageName name, ContentDigest digest) {
        Recipe recipe = new Recipe.Agreed(
                chain.origins().each(origin -> new ReferrersOrigin(origin, name, digest)),
                new UpstreamRequest(
                        _ -> name + "/referrers/" + digest,
                        Map.of("Accept", "application/vnd.oci.image.index.v1+json"),
                        Set.of()),
                verifiers.referrers());
        return resource(
                ImageKeys.referrers(chain.stored(), name, digest),
                name,
                REFERRERS,
                fresh,
                "application/vnd.oci.image.index.v1+json",
                recipe,
                PATIENCE,
                "referrers of " + name + "@" + digest);
    }

    private Resource resource(
            Key key,
            ImageName name,
            Kind kind,
            Freshness freshness,
            String type,
            Recipe recipe,
            Duration patience,
            String shown) {
        return new Resource(
                        key,
                        name.text(),
                        kind,
                        freshness,
                        type,
                        recipe,
                        Derivation.NONE,
                        hosted() ? () -> new Derivation.Never(shown + " does not exist here") : Derivation.NONE,
                        List::of,
                        policy.patient(patience))
                .called(shown);
    }
}
