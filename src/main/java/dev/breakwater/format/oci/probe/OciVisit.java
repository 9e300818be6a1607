package dev.breakwater.format.oci.probe;

import dev.breakwater.format.oci.manifest.ManifestParts;
import dev.breakwater.format.oci.manifest.ManifestParts.PartDescriptor;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.probe.CommonQuestion;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.Sample;
import dev.breakwater.probe.SampleChoice;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The questions to one registry: tokens and tags first, then manifests and blobs. Tags are asked for by HEAD; of each image an index
 * and one platform's manifest are fetched by their digests, which is all that Docker Hub counts.
 */
final class OciVisit implements MirrorVisit {
    /** In bytes: what {@link ProbeSteps#small} fetches whole. */
    private static final long SMALL_LAYER = 4_000_000;

    private static final String PLATFORM = "linux/amd64";
    private static final String NO_TAG = "breakwater-no-such-tag";
    private static final String ACCEPT = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final int BUFFER = 64 << 10;
    private static final JsonMapper JSON = new JsonMapper();

    private final Sample sample;
    private final ProbeSteps steps;
    private final ImageObservations observed;
    private final ProbeTokens tokens;
    private final Map<SampleVersion, ContentDigest> digests = new ConcurrentHashMap<>();

    OciVisit(Sample sample, ProbeSteps steps, ImageObservations observed, ProbeTokens tokens) {
        this.sample = sample;
        this.steps = steps;
        this.observed = observed;
        this.tokens = tokens;
    }

    @Override
    public void arrive() {
        Set<SampleVersion> tags = sample.items().stream()
                .map(item -> new SampleVersion(item.module(), String.valueOf(item.version())))
                .collect(Collectors.toSet());
        List<String> images =
                tags.stream().map(SampleVersion::module).distinct().toList();
        steps.meet(images.getFirst() + "/tags/list?n=1");
        steps.together(
                images.stream()
                        .<Runnable>map(image -> () -> tokens.fetch(image, tagPath(image, NO_TAG)))
                        .toList(),
                ProbeSteps.GENTLY);
        List<Runnable> tasks = new ArrayList<>();
        tags.forEach(tag -> tasks.add(() -> tag(tag)));
        images.forEach(image -> tasks.add(() -> list(image)));
        steps.together(tasks, ProbeSteps.GENTLY);
    }

    private String tagPath(String image, String reference) {
        return image + "/manifests/" + reference;
    }

    private ProbeAsk tagAsk(ProbeQuestion question, String image, String tag) {
        return tokens.with(
                ProbeAsk.of(question, "the tag " + image + ":" + tag, tagPath(image, tag))
                        .with("Accept", ACCEPT)
                        .head(),
                image);
    }

    private void tag(SampleVersion subject) {
        ProbeAsk ask = tagAsk(OciQuestion.TAG, subject.module(), subject.version());
        ProbeExchange exchange = steps.asker().ask(ask);
        Optional<ContentDigest> named = ContentDigest.parse(exchange.header("docker-content-digest"));
        if (exchange.found()) {
            observed.tag(
                    named.isPresent(),
                    exchange.header("ratelimit-limit"),
                    exchange.header("ratelimit-remaining").split(";", 2)[0]);
        }
        Optional<ContentDigest> digest = named.isPresent() || exchange.missing() ? named : byContent(subject);
        digest.ifPresent(found -> {
            digests.put(subject, found);
            steps.notebook().latest(subject.module() + ":" + subject.version(), found.text());
        });
    }

    /** The digest of what a GET of the tag brings: for registries that answer a HEAD without a digest, or not at all. */
    private Optional<ContentDigest> byContent(SampleVersion subject) {
        String thing = "the tag " + subject.module() + ":" + subject.version();
        ProbeExchange exchange = steps.asker()
                .ask(tokens.with(
                        ProbeAsk.of(OciQuestion.MANIFEST, thing, tagPath(subject.module(), subject.version()))
                                .with("Accept", ACCEPT),
                        subject.module()));
        return Optional.ofNullable(exchange.body()).map(ContentDigest::of);
    }

    /** A list in pages is left out: pages differ, so they prove no lag. */
    private void list(String image) {
        ProbeExchange exchange = steps.asker()
                .ask(tokens.with(
                        ProbeAsk.of(OciQuestion.TAGS, "the tags of " + image, image + "/tags/list?n=10000"), image));
        byte[] body = exchange.body();
        if (body == null) {
            return;
        }
        try {
            JsonNode tags = JSON.readTree(body).path("tags");
            if (!tags.isArray()) {
                steps.notebook().malformed("the tags of " + image + " are not a list");
            } else if (exchange.header("link").isEmpty()) {
                steps.notebook()
                        .list(
                                image,
                                tags.valueStream()
                                        .map(each -> each.asString(""))
                                        .sorted()
                                        .toList());
            }
        } catch (JacksonException e) {
            steps.notebook().malformed("the tags of " + image + " are not JSON");
        }
    }

    @Override
    public void examine(SampleChoice choice) {
        if (!steps.answers()) {
            return;
        }
        List<Runnable> tasks = new ArrayList<>();
        choice.small().forEach(subject -> tasks.add(() -> small(subject)));
        choice.small().stream()
                .limit(1)
                .forEach(subject ->
                        tasks.add(() -> steps.asker().ask(tagAsk(CommonQuestion.NOTHING, subject.module(), NO_TAG))));
        steps.together(tasks, ProbeSteps.ARCHIVES);
        steps.manners(OciQuestion.TAGS, Optional.empty());
        steps.crowds(OciQuestion.TAG);
        SampleVersion hot = choice.hot();
        if (hot != null) {
            image(hot).flatMap(parts -> layer(parts, Long.MAX_VALUE)).ifPresent(layer -> {
                ProbeAsk ask = blob(CommonQuestion.HOT, hot, layer);
                steps.large(CommonQuestion.HOT, ask, content -> verify(layer, hot, content));
            });
        }
    }

    private void small(SampleVersion subject) {
        image(subject)
                .flatMap(parts -> layer(parts, SMALL_LAYER))
                .ifPresent(layer -> steps.small(
                        blob(CommonQuestion.SMALL, subject, layer), content -> verify(layer, subject, content)));
    }

    /** The largest blob of at most {@code most} bytes. */
    private static Optional<PartDescriptor> layer(ManifestParts parts, long most) {
        return parts.parts().stream()
                .filter(part -> part.isDelivered() && part.size() <= most)
                .max(Comparator.comparingLong(PartDescriptor::size));
    }

    /** The image of one platform. */
    private Optional<ManifestParts> image(SampleVersion subject) {
        ContentDigest digest = digests.get(subject);
        Optional<ManifestParts> first = digest == null ? Optional.empty() : manifest(subject.module(), digest);
        if (first.isEmpty() || !first.get().index()) {
            return first;
        }
        return first.get().parts().stream()
                .filter(part -> part.platform().equals(PLATFORM))
                .findFirst()
                .flatMap(part -> manifest(subject.module(), part.digest()));
    }

    private Optional<ManifestParts> manifest(String image, ContentDigest digest) {
        String thing = "the manifest " + image + "@" + digest;
        ProbeExchange exchange = steps.asker()
                .ask(tokens.with(
                        ProbeAsk.of(OciQuestion.MANIFEST, thing, tagPath(image, digest.text()))
                                .with("Accept", ACCEPT),
                        image));
        byte[] body = exchange.body();
        if (body == null) {
            return Optional.empty();
        }
        ContentDigest is = ContentDigest.of(digest.algorithm(), body);
        observed.manifest(is.equals(digest) ? "" : thing + " has the digest " + is);
        return is.equals(digest) ? Optional.of(ManifestParts.of(body)) : Optional.empty();
    }

    private ProbeAsk blob(CommonQuestion question, SampleVersion subject, PartDescriptor part) {
        String thing = "the blob " + subject.module() + "@" + part.digest();
        return tokens.with(
                ProbeAsk.of(question, thing, subject.module() + "/blobs/" + part.digest()), subject.module());
    }

    private void verify(PartDescriptor part, SampleVersion subject, Content content) throws IOException {
        MessageDigest computing = part.digest().algorithm().start();
        byte[] some = new byte[BUFFER];
        try (InputStream bytes = content.stream()) {
            for (int n = bytes.read(some); n >= 0; n = bytes.read(some)) {
                computing.update(some, 0, n);
            }
        }
        ContentDigest is = ContentDigest.of(part.digest().algorithm(), computing);
        observed.blob(
                is.equals(part.digest())
                        ? ""
                        : "the blob " + subject.module() + "@" + part.digest() + " has the digest " + is);
    }
}
