package dev.breakwater.format.npm;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.publish.HostedWrites;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Request;
import java.util.function.Function;

/** Requests that change something: packages that are hosted here, and the login. */
final class NpmWrites {
    private final Ownership<OwnedResources> owned;
    private final HostedWrites hosted;
    private final NpmAccounts accounts;
    private final NpmTokens tokens;

    NpmWrites(Ownership<OwnedResources> owned, NpmServices services) {
        this.owned = owned;
        this.hosted = services.hosted();
        this.accounts = services.accounts();
        this.tokens = services.tokens();
    }

    /** The action for {@code PUT}. */
    Action put(Request request, NpmPath path) {
        return switch (path) {
            case NpmPath.Document(PackageName name) -> own(name, Permission.PUBLISH, hosted::publish);
            case NpmPath.DocumentRevision(PackageName name, String revision) ->
                own(name, Permission.DELETE, own -> hosted.unpublish(own, revision));
            case NpmPath.DistTag(PackageName name, String tag) ->
                own(name, Permission.PUBLISH, own -> hosted.tag(own, tag));
            case NpmPath.LoginPath(String user) -> accounts.login(user, request.identity());
            case NpmPath.InvalidPath(String why) -> new Action.Say(new Answer.Malformed(why));
            default -> new Action.NotAllowed(NpmRepository.READS);
        };
    }

    /** The action for {@code DELETE}. */
    Action delete(Request request, NpmPath path) {
        return switch (path) {
            case NpmPath.DocumentRevision(PackageName name, String revision) ->
                own(name, Permission.DELETE, own -> hosted.delete(own, revision, request.identity()));
            case NpmPath.TarballRevision(PackageName name, var version, String revision) ->
                own(name, Permission.DELETE, own -> hosted.delete(own, version, revision, request.identity()));
            case NpmPath.DistTag(PackageName name, String tag) ->
                own(name, Permission.PUBLISH, own -> hosted.untag(own, tag, request.identity()));
            case NpmPath.Logout _ -> accounts.logout();
            case NpmPath.OwnToken(String key) -> tokens.revoke(key, request.identity());
            case NpmPath.InvalidPath(String why) -> new Action.Say(new Answer.Malformed(why));
            default -> new Action.NotAllowed(NpmRepository.READS);
        };
    }

    /** {@code action} for a name that is published here; any other is refused, to callers with the permission only. */
    private Action own(PackageName name, Permission permission, Function<PackageName, Action> action) {
        return switch (owned.of(name.text())) {
            case Ownership.NameOwner.OwnName<OwnedResources>(var _, OwnedResources owner)
            when owner.hosted() -> action.apply(name);
            case Ownership.NameOwner.OwnName<OwnedResources> _ ->
                refused(
                        name + " is owned by an upstream of this repository, and is published there, not here",
                        new Subject(name.text(), true),
                        permission);
            case Ownership.NameOwner.PublicName<OwnedResources> _,
                    Ownership.NameOwner.AboveOwnNames<OwnedResources> _ ->
                refused(
                        name + " is not hosted here: no pattern of this repository's private names matches it\n"
                                + "add {pattern: \"" + pattern(name)
                                + "\", from: hosted} to private, in the configuration"
                                + " of this server",
                        Subject.PUBLIC,
                        permission);
        };
    }

    private static String pattern(PackageName name) {
        return name.scope().isEmpty() ? name.text() : name.scope() + "/*";
    }

    private static Action refused(String why, Subject subject, Permission permission) {
        return new Action.Say(new Answer.Refused(why), subject, permission);
    }
}
