package dev.breakwater.format.oci.push;

import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Upkeep;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The images that one repository hosts: requests that change them, and those that only they answer in their own way. */
public final class HostedImages {
    private static final String READS = "GET, HEAD";

    private final HostedContent content;
    private final BlobUploads blobs;
    private final ManifestPushes manifests;
    private final ImageDeletions deletions;
    private final PushedReferrers referrers;
    private final ImageCollection collection;

    /** Of the repository of that name. */
    public HostedImages(
            String repository, HostedImageKeys keys, HostingRules rules, ImageLocks locks, FormatContext server) {
        this.content = new HostedContent(repository, keys, locks, server);
        this.blobs = new BlobUploads(repository, content, rules.hosted());
        this.referrers = new PushedReferrers(content);
        this.manifests = new ManifestPushes(content, referrers, rules);
        this.deletions = new ImageDeletions(content, referrers, rules.immutable());
        this.collection = new ImageCollection(content, referrers, rules);
    }

    /** Removes what no image needs. */
    public Upkeep collection() {
        return collection;
    }

    /** The action for a request that is no GET, about {@code name}, which is hosted here, at {@code path}. */
    public Action write(Request request, ImageName name, OciPath path) {
        String method = request.method();
        return switch (path) {
            case OciPath.UploadPath(var _, String session)
            when session.isEmpty() ->
                method.equals("POST") ? blobs.begin(request, name) : new Action.NotAllowed("POST");
            case OciPath.UploadPath(var _, String session) -> part(request, name, session);
            case OciPath.ManifestPath(var _, Reference reference) ->
                switch (method) {
                    case "PUT" -> manifests.put(request, name, reference);
                    case "DELETE" -> deletions.manifest(name, reference);
                    default -> new Action.NotAllowed(READS + ", PUT, DELETE");
                };
            case OciPath.BlobPath(var _, ContentDigest digest) ->
                method.equals("DELETE") ? deletions.blob(name, digest) : new Action.NotAllowed(READS + ", DELETE");
            default -> new Action.NotAllowed(READS);
        };
    }

    private Action part(Request request, ImageName name, String session) {
        return switch (request.method()) {
            case "PATCH" -> blobs.part(request, name, session);
            case "PUT" -> blobs.last(request, name, session);
            case "DELETE" -> blobs.cancel(request, name, session);
            default -> new Action.NotAllowed("GET, PATCH, PUT, DELETE");
        };
    }

    /** The action for a GET of an upload. */
    public Action upload(Request request, ImageName name, String session) {
        return session.isEmpty() ? new Action.NotAllowed("POST") : blobs.status(request, name, session);
    }

    /** The action for a GET of what refers to {@code subject}. */
    public Action referrers(Request request, ImageName name, ContentDigest subject) {
        return referrers.list(name, subject, new QueryText(request.query()));
    }

    /** The tags of {@code name} in byte order; empty if there is no such image. */
    public Optional<List<String>> tags(ImageName name) throws IOException {
        return content.exists(name)
                ? Optional.of(content.names(content.keys().tags(name)).stream()
                        .sorted()
                        .toList())
                : Optional.empty();
    }

    /** What the client is told if {@code why} prevented reading the tags of {@code name}. */
    public Answer failed(ImageName name, IOException why) {
        return content.failed("read the tags of " + name, why);
    }
}
