package dev.breakwater.format.oci;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.format.oci.name.OciPathParser;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.format.oci.name.RegistryNames;
import dev.breakwater.format.oci.push.HostedImages;
import dev.breakwater.format.oci.settings.ImageOwner;
import dev.breakwater.format.oci.settings.OciSettings;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Upkeep;
import dev.breakwater.repository.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A repository of container images: serves the protocol of registries (distribution specification 1.1). Owned names are sent only
 * to their owner.
 */
final class OciRepository implements Repository {
    private static final String READS = "GET, HEAD";

    /** Docker Hub's own images are below this element, which clients leave out. */
    private static final String LIBRARY = "library/";

    private final OciSettings settings;
    private final OciResources publics;
    private final Ownership<OciResources> owned;
    private final OciAnswers answers;
    private final HeldImages held;
    private final HostedImages pushed;
    private final Supplier<String> pushTargets;
    private final Variants variants;

    /**
     * Of these images.
     *
     * @param publics those that no pattern of {@code owned} matches
     * @param held names what is here of all of them
     * @param hosting makes what is pushed here, given which names are
     * @param pushTargets says which names take pushes, here and in other repositories
     */
    OciRepository(
            OciSettings settings,
            OciResources publics,
            Ownership<OciResources> owned,
            OciAnswers answers,
            HeldImages held,
            Function<Predicate<ImageName>, HostedImages> hosting,
            Supplier<String> pushTargets) {
        this.settings = settings;
        this.publics = publics;
        this.owned = owned;
        this.answers = answers;
        this.held = held;
        this.pushed = hosting.apply(name -> isHosted(whole(name)));
        this.pushTargets = pushTargets;
        this.variants = new RegistryHeaders.NamespaceVariants(settings.registry());
    }

    /** The registry that it stands for. */
    String registry() {
        return settings.registry();
    }

    /** The images that it holds. */
    HeldImages held() {
        return held;
    }

    /** Whether it answers for names that begin with no registry's name. */
    boolean isUsual() {
        return settings.usual();
    }

    @Override
    public Action action(Request request) {
        OciPath path = OciPathParser.parse(request.path());
        return switch (request.method()) {
            case "GET" -> read(request, path);
            case "POST", "PUT", "PATCH", "DELETE" -> write(request, path);
            default -> new Action.NotAllowed(READS);
        };
    }

    private Action read(Request request, OciPath path) {
        return switch (path) {
            case OciPath.ApiBase _ -> ClientTokens.api(request);
            case OciPath.ManifestPath(ImageName name, Reference reference) -> manifest(whole(name), reference);
            case OciPath.BlobPath(ImageName name, ContentDigest digest)
            when request.headOnly() ->
                work(whole(name), images -> answers.head(images, whole(name), digest, images.caller()), "blob");
            case OciPath.BlobPath(ImageName name, ContentDigest digest) ->
                get(whole(name), images -> images.blob(whole(name), digest));
            case OciPath.TagListPath(ImageName name) -> tags(whole(name), TagQuery.parse(request.query()));
            case OciPath.MalformedPath(var _, String why) -> new Action.Say(new Answer.Malformed(why));
            case OciPath.ReferrersPath(ImageName name, ContentDigest digest)
            when isHosted(whole(name)) -> pushed.referrers(request, whole(name), digest);
            case OciPath.ReferrersPath(ImageName name, ContentDigest digest) ->
                work(
                        whole(name),
                        images -> answers.referrers(
                                images,
                                whole(name),
                                digest,
                                new QueryText(request.query()).first("artifactType"),
                                Caller.ANYBODY),
                        "referrers");
            case OciPath.UploadPath(ImageName name, String session)
            when isHosted(whole(name)) -> pushed.upload(request, whole(name), session);
            case OciPath.CatalogPath _ -> catalog(request);
            case OciPath.UploadPath _, OciPath.NoPath _ -> absent(request.path() + " is not served here");
        };
    }

    private Action catalog(Request request) {
        String name = answers.repository();
        boolean named = new QueryText(request.query()).first(OciRoot.NAMESPACE) != null;
        SortedMap<String, OciRepository> only = new TreeMap<>(Map.of(name, this));
        return new ImageCatalog(only, named ? "_catalog" : name + "/_catalog", false).action(request);
    }

    private Action manifest(ImageName name, Reference reference) {
        return get(name, images -> switch (reference) {
            case Reference.Tag tag -> images.manifest(name, tag);
            case ContentDigest digest -> images.manifest(name, digest);
        });
    }

    private Action tags(ImageName name, Optional<TagQuery> page) {
        return page.isEmpty()
                ? new Action.Say(new Answer.Malformed("n is not a number, or last is not a tag"))
                : work(
                        name,
                        images -> images.hosted()
                                ? _ -> ownTags(name, page.get())
                                : answers.tags(images, name, page.get(), Caller.ANYBODY),
                        "tags");
    }

    private Answer ownTags(ImageName name, TagQuery page) {
        try {
            return pushed.tags(name)
                    .map(all -> answers.page(name, page, all))
                    .orElseGet(() -> new Answer.Absent(name + " does not exist here", Duration.ZERO, true));
        } catch (IOException e) {
            return pushed.failed(name, e);
        }
    }

    /** Whether images of that name are pushed here. */
    private boolean isHosted(ImageName name) {
        return owned.of(name.text()) instanceof Ownership.NameOwner.OwnName<OciResources>(var _, OciResources owner)
                && owner.hosted();
    }

    private Action write(Request request, OciPath path) {
        boolean deletes = request.method().equals("DELETE");
        return switch (path) {
            case OciPath.MalformedPath(var _, String why) -> new Action.Say(new Answer.Malformed(why));
            case OciPath.UploadPath(ImageName name, var _) -> change(request, whole(name), path, Permission.PUBLISH);
            case OciPath.ManifestPath(ImageName name, var _) ->
                change(request, whole(name), path, deletes ? Permission.DELETE : Permission.PUBLISH);
            case OciPath.BlobPath(ImageName name, var _) -> change(request, whole(name), path, Permission.DELETE);
            default -> new Action.NotAllowed(READS);
        };
    }

    private Action change(Request request, ImageName name, OciPath path, Permission permission) {
        if (isHosted(name)) {
            return pushed.write(request, name, path);
        }
        Answer refused = new Answer.Refused(
                Answer.RefusalReason.NOT_SUPPORTED,
                name + " is fetched from upstreams, and can't be pushed or deleted here; " + pushTargets.get(),
                "UNSUPPORTED",
                Map.of("Allow", READS));
        return new Action.Say(refused, new Subject(name.text(), owned.isPrivate(name.text())), permission);
    }

    private Action get(ImageName name, Function<OciResources, Resource> what) {
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.PublicName<OciResources> _ -> new Action.Get(what.apply(publics), Caller.ANYBODY);
            case Ownership.NameOwner.OwnName<OciResources>(var _, OciResources owner) ->
                new Action.Get(what.apply(owner), owner.caller(), new Subject(name.text(), true));
            case Ownership.NameOwner.AboveOwnNames<OciResources> _ -> absent(name + " is not an image");
        };
    }

    private Action work(ImageName name, Function<OciResources, Action.Task> what, String kind) {
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.PublicName<OciResources> _ ->
                new Action.Do(what.apply(publics), new Subject(name.text(), false), kind);
            case Ownership.NameOwner.OwnName<OciResources>(var _, OciResources owner) ->
                new Action.Do(what.apply(owner), new Subject(name.text(), true), kind);
            case Ownership.NameOwner.AboveOwnNames<OciResources> _ -> absent(name + " is not an image");
        };
    }

    /** As its registry has it. */
    private ImageName whole(ImageName name) {
        return name.isSingle() && RegistryNames.isDockerHub(registry()) ? new ImageName(LIBRARY + name) : name;
    }

    private static Action absent(String why) {
        return new Action.Say(new Answer.Absent(why, Duration.ZERO));
    }

    @Override
    public Map<String, String> headers(Request request) {
        return RegistryHeaders.of(request, registry());
    }

    @Override
    public Variants variants() {
        return variants;
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return settings.owned().stream().anyMatch(each -> each.owner() instanceof ImageOwner.PushedHere)
                ? Optional.of(pushed.collection())
                : Optional.empty();
    }

    @Override
    public Wording wording(String path) {
        return path.isEmpty() ? OciWording.OF_REGISTRY : new OciWording(OciPathParser.parse(path));
    }
}
