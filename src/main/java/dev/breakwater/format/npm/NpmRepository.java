package dev.breakwater.format.npm;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.name.NpmPathParser;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A repository of npm packages: serves the protocol of the npm registry (github.com/npm/registry, docs/REGISTRY-API.md). Owned
 * names are sent only to their owner.
 */
final class NpmRepository implements Repository {
    /** The methods of most paths. */
    static final String READS = "GET, HEAD";

    private final NpmResources publics;
    private final Ownership<OwnedResources> owned;
    private final NpmServices services;
    private final NpmWrites writes;

    /**
     * Of these packages.
     *
     * @param publics those that no pattern of {@code owned} matches
     */
    NpmRepository(NpmResources publics, Ownership<OwnedResources> owned, NpmServices services) {
        this.publics = publics;
        this.owned = owned;
        this.services = services;
        this.writes = new NpmWrites(owned, services);
    }

    @Override
    public Action action(Request request) {
        NpmPath path = NpmPathParser.parse(request.path());
        return switch (request.method()) {
            case "GET" -> read(request, path);
            case "PUT" -> writes.put(request, path);
            case "DELETE" -> writes.delete(request, path);
            case "POST" -> post(request, path);
            default -> new Action.NotAllowed("GET, HEAD, POST, PUT, DELETE");
        };
    }

    private Action post(Request request, NpmPath path) {
        return switch (path) {
            case NpmPath.Service service
            when service == NpmPath.Service.ADVISORIES
                    || service == NpmPath.Service.AUDITS
                    || service == NpmPath.Service.QUICK_AUDITS ->
                services.audits().action(service, "gzip".equalsIgnoreCase(request.header("Content-Encoding")));
            case NpmPath.Service.WEB_LOGIN -> services.accounts().webLogin();
            case NpmPath.Service.TOKENS -> services.tokens().create(request.identity());
            case NpmPath.TokenExchange(PackageName name) ->
                hosts(name.text())
                        ? services.trusted().exchange(name, request.identity())
                        : TrustedPublishing.refusal(name);
            case NpmPath.InvalidPath(String why) -> new Action.Say(new Answer.Malformed(why));
            default -> absent("POST " + request.path() + " is not served here");
        };
    }

    private Action read(Request request, NpmPath path) {
        return switch (path) {
            case NpmPath.Document(PackageName name)
            when isWrite(request) ->
                work(
                        request,
                        name,
                        (from, caller) -> services.documents()
                                .current(from.document(name, FormKind.FULL, request.base()), caller));
            case NpmPath.Document(PackageName name) ->
                get(request, name, from -> from.document(name, form(request), request.base()));
            case NpmPath.Tarball(PackageName name, SemanticVersion version) -> tarball(request, name, version);
            case NpmPath.Manifest(PackageName name, String selector) -> manifest(request, name, selector);
            case NpmPath.Attestations(PackageName name, SemanticVersion version) ->
                get(request, name, from -> from.attestations(name, version));
            case NpmPath.DistTags(PackageName name) ->
                work(
                        request,
                        name,
                        (from, caller) -> services.documents().tags(from.merged(name), caller, from.policy(name)));
            case NpmPath.Service service -> service(request, service);
            case NpmPath.InvalidPath(String why) -> new Action.Say(new Answer.Malformed(why));
            default -> absent(request.path() + " is not served here");
        };
    }

    /** Whether packages of that name are published here. */
    boolean hosts(String name) {
        return owned.of(name) instanceof Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner)
                && owner.hosted();
    }

    /** A client that is about to change the document reads it with {@code ?write=true}. */
    private static boolean isWrite(Request request) {
        return List.of(request.query().split("&")).contains("write=true");
    }

    private Action service(Request request, NpmPath.Service service) {
        return switch (service) {
            case ROOT, PING -> json("{}");
            case KEYS -> json(services.keys());
            case WHOAMI -> services.accounts().whoAmI(request.identity());
            case USER -> services.accounts().user(request.identity());
            case TOKENS -> services.tokens().list(request.identity());
            case SEARCH -> services.searches().action(request.query(), request.identity());
            default -> absent(service.path() + " is not served here");
        };
    }

    private static Action json(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Action.Say(new Answer.Done(Answer.Completion.OK, Map.of(), "application/json", body));
    }

    private static Action absent(String why) {
        return new Action.Say(new Answer.Absent(why, Duration.ZERO));
    }

    private Action get(Request request, PackageName name, Function<NpmResources, Resource> what) {
        boolean storeOnly = isStoreOnly(request);
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.PublicName<OwnedResources> _ ->
                new Action.Get(what.apply(publics), new Caller(storeOnly, List.of()));
            case Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner) ->
                new Action.Get(what.apply(owner.resources()), owner.caller(storeOnly), ours(name));
            case Ownership.NameOwner.AboveOwnNames<OwnedResources> _ -> absent(name + " is not a package");
        };
    }

    /** Those of public registries are at the usual path, and need no document unless a policy judges them. */
    private Action tarball(Request request, PackageName name, SemanticVersion version) {
        boolean storeOnly = isStoreOnly(request);
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner)
            when !owner.hosted() || owner.resources().policy(name).judges() ->
                services.tarballs().action(owner.resources(), name, version, owner.caller(storeOnly), ours(name));
            case Ownership.NameOwner.PublicName<OwnedResources> _
            when publics.policy(name).judges() ->
                services.tarballs()
                        .action(
                                publics,
                                name,
                                version,
                                new Caller(storeOnly, List.of()),
                                new Subject(name.text(), false));
            default -> get(request, name, from -> from.tarball(name, version));
        };
    }

    private Action work(Request request, PackageName name, BiFunction<NpmResources, Caller, Action.Task> what) {
        boolean storeOnly = isStoreOnly(request);
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.PublicName<OwnedResources> _ ->
                new Action.Do(
                        what.apply(publics, new Caller(storeOnly, List.of())),
                        new Subject(name.text(), false),
                        "document");
            case Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner) ->
                new Action.Do(what.apply(owner.resources(), owner.caller(storeOnly)), ours(name), "document");
            case Ownership.NameOwner.AboveOwnNames<OwnedResources> _ -> absent(name + " is not a package");
        };
    }

    private Action manifest(Request request, PackageName name, String selector) {
        String base = request.base().text();
        return work(
                request,
                name,
                (from, caller) ->
                        services.documents().manifest(from.merged(name), caller, selector, base, from.policy(name)));
    }

    /** A peer asks for what is held alone. */
    private static boolean isStoreOnly(Request request) {
        return "true".equals(request.header("Disable-Module-Fetch"));
    }

    private static Subject ours(PackageName name) {
        return new Subject(name.text(), true);
    }

    private static FormKind form(Request request) {
        return AcceptedForm.of(request.header("Accept"));
    }

    @Override
    public Wording wording(String path) {
        return new NpmWording();
    }

    @Override
    public Variants variants() {
        return NpmVariants.ALL;
    }
}
