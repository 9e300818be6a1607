package dev.breakwater.format.go;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.ahead.Anticipation;
import dev.breakwater.format.go.checksum.ChecksumPages;
import dev.breakwater.format.go.module.GoRequest;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.ZipFormat;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Refresher;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A repository of Go modules: serves the GOPROXY protocol (Go modules reference, "GOPROXY protocol") and the checksum
 * database's below it. Private names are sent only to their owner.
 */
final class GoRepository implements Repository {
    private final PrivateModules privates;
    private final GoResources publics;
    private final Anticipation ahead;
    private final ChecksumPages checksums;
    private final Refresher refresher;

    GoRepository(
            PrivateModules privates,
            GoResources publics,
            Anticipation ahead,
            ChecksumPages checksums,
            Refresher refresher) {
        this.privates = privates;
        this.publics = publics;
        this.ahead = ahead;
        this.checksums = checksums;
        this.refresher = refresher;
    }

    @Override
    public Optional<Refresher> refresher() {
        return Optional.of(refresher);
    }

    @Override
    public Action action(Request request) {
        return switch (request.method()) {
            case "GET" -> read(request);
            case "PUT" -> upload(GoRequest.parse(request.path()));
            default -> new Action.NotAllowed("GET, HEAD");
        };
    }

    private Action read(Request request) {
        boolean storeOnly = "true".equals(request.header("Disable-Module-Fetch"));
        return switch (GoRequest.parse(request.path())) {
            case GoRequest.List(ModulePath module) ->
                get(
                        module,
                        storeOnly,
                        from -> from.list(module),
                        owned -> client -> owned.published()
                                .list(
                                        module,
                                        owned.resources(),
                                        owned.caller(storeOnly).of(client)));
            case GoRequest.Latest(ModulePath module) ->
                get(
                        module,
                        storeOnly,
                        from -> from.latest(module),
                        owned -> client -> owned.published()
                                .latest(
                                        module,
                                        owned.resources(),
                                        owned.caller(storeOnly).of(client)));
            case GoRequest.Info(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.info(module, version));
            case GoRequest.VersionQuery query -> get(query.module(), storeOnly, from -> from.query(query));
            case GoRequest.Mod(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.mod(module, version));
            case GoRequest.Zip(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.zip(module, version));
            case GoRequest.Sumdb(String rest) -> checksums.action(rest, storeOnly);
            case GoRequest.NoSuchPage(String why) -> new Action.Say(new Answer.Absent(why, Duration.ZERO));
            case GoRequest.Invalid(String why) -> new Action.Say(new Answer.Malformed(why));
        };
    }

    private Action get(ModulePath module, boolean storeOnly, Function<GoResources, Resource> what) {
        return get(module, storeOnly, what, null);
    }

    /** {@code ofOurs} makes it for a private module, if its owner isn't the only source. */
    private Action get(
            ModulePath module,
            boolean storeOnly,
            Function<GoResources, Resource> what,
            @Nullable Function<PrivateModules.Owned, Action.Task> ofOurs) {
        return switch (privates.ownership().of(module.plain())) {
            case Ownership.NameOwner.PublicName<PrivateModules.Owned> _ -> {
                Resource resource = what.apply(publics);
                ahead.asked(resource.key());
                yield new Action.Get(resource, new Caller(storeOnly, List.of()));
            }
            case Ownership.NameOwner.OwnName<PrivateModules.Owned>(String _, PrivateModules.Owned owned) -> {
                Resource resource = what.apply(owned.resources());
                yield ofOurs == null
                        ? new Action.Get(resource, owned.caller(storeOnly), ours(module))
                        : new Action.Do(
                                ofOurs.apply(owned),
                                ours(module),
                                resource.kind().label());
            }
            // The go command requests every prefix of a package's path; a "not found" lets it continue. The text
            // does not name the pattern: the caller may not have the permission to see it.
            case Ownership.NameOwner.AboveOwnNames<PrivateModules.Owned> _ ->
                new Action.Say(new Answer.Absent(
                        module
                                + " is a prefix of a private pattern, so it is not a module, and the server does"
                                + " not request it from any upstream",
                        Duration.ZERO,
                        true));
        };
    }

    private static Subject ours(ModulePath module) {
        return new Subject(module.plain(), true);
    }

    /** The upload of a zip to publish: only private modules can be published. */
    private Action upload(GoRequest request) {
        return switch (request) {
            case GoRequest.Zip(ModulePath module, Version version) -> upload(module, version);
            case GoRequest.Invalid(String why) -> unpublishable(new Answer.Malformed(why), Subject.PUBLIC);
            case GoRequest.NoSuchPage(String why) -> unpublishable(new Answer.Malformed(why), Subject.PUBLIC);
            default ->
                unpublishable(
                        new Answer.Malformed(
                                "only zips can be published: send <module>/@v/<version>.zip; the server makes its"
                                        + " go.mod and info"),
                        Subject.PUBLIC);
        };
    }

    private Action upload(ModulePath module, Version version) {
        if (!(privates.ownership().of(module.plain()) instanceof Ownership.NameOwner.OwnName)) {
            return unpublishable(
                    new Answer.Refused(
                            module + " is under no private pattern of this repository, and only private modules"
                                    + " can be published\nadd a pattern for it to private, in the"
                                    + " configuration of this server"),
                    new Subject(module.plain(), false));
        }
        if (version.pseudo().isPresent()) {
            return unpublishable(
                    new Answer.Malformed(
                            version + " is a pseudo-version, which names a commit of a repository: publish a"
                                    + " release, such as v1.2.3"),
                    ours(module));
        }
        return new Action.Receive(privates.reception(module, version), ZipFormat.MOST_BYTES, ours(module));
    }

    /** For callers with the publish permission only: it reveals private names. */
    private static Action unpublishable(Answer why, Subject subject) {
        return new Action.Say(why, subject, Permission.PUBLISH);
    }
}
