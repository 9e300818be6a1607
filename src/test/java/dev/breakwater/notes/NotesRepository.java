package dev.breakwater.notes;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Refresher;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Serves notes: {@code <name>/<number>.txt} a version, {@code <name>/latest} the newest, {@code <name>/index.json} what there is,
 * in a short form to a client that accepts {@code application/x-short}. Notes whose names begin with {@code own-} are private:
 * they are published here by PUT, deleted by DELETE, and no upstream is asked for them. POST to {@code login} gives a token.
 */
final class NotesRepository implements Repository, Refresher {
    private static final String METHODS = "GET, HEAD, PUT, DELETE, POST";
    private static final String SHORT = "application/x-short";

    private final String name;
    private final NotesResources resources;
    private final Naming naming;
    private final NotesUploads uploads;
    private final Runnable followed;

    NotesRepository(String name, NotesResources resources, Naming naming, NotesUploads uploads, Runnable followed) {
        this.name = name;
        this.resources = resources;
        this.naming = naming;
        this.uploads = uploads;
        this.followed = followed;
    }

    @Override
    public Action action(Request request) {
        String path = request.path();
        Naming.PackageVersion note = naming.of(path);
        return switch (request.method()) {
            case "GET" -> note == null ? other(request, path) : version(path, note.module());
            case "PUT" ->
                isOwn(note) ? uploads.receive(new Key(name, path), subject(note)) : notOwn(Permission.PUBLISH);
            case "DELETE" ->
                isOwn(note)
                        ? new Action.Do(
                                _ -> uploads.delete(new Key(name, path)), subject(note), "delete", Permission.DELETE)
                        : notOwn(Permission.DELETE);
            case "POST" ->
                path.equals("login")
                        ? new Action.Do(_ -> token(request.query()))
                        : new Action.Say(new Answer.Malformed("POST to login"));
            default -> new Action.NotAllowed(METHODS);
        };
    }

    private Action version(String path, String note) {
        return note.startsWith("own-")
                ? new Action.Get(resources.own(path, note), new Caller(true, List.of()), new Subject(note, true))
                : new Action.Get(resources.version(path, note), Caller.ANYBODY);
    }

    private Action other(Request request, String path) {
        int slash = path.indexOf('/');
        String note = slash < 0 ? "" : path.substring(0, slash);
        return switch (path.substring(slash + 1)) {
            case "latest" -> new Action.Get(resources.latest(note), Caller.ANYBODY);
            case "index.json" ->
                new Action.Get(
                        resources.index(note, !variant(request).startsWith("http"), request.base()), Caller.ANYBODY);
            default -> new Action.Say(new Answer.Malformed("ask for <name>/<number>.txt"));
        };
    }

    private static Answer token(String query) {
        byte[] told = ("{\"token\":\"" + query + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Answer.Done(Answer.Completion.OK, Map.of(), "application/json", told);
    }

    private static boolean isOwn(Naming.@Nullable PackageVersion note) {
        return note != null && note.module().startsWith("own-");
    }

    private static Subject subject(Naming.@Nullable PackageVersion note) {
        return new Subject(note == null ? "" : note.module(), true);
    }

    private static Action notOwn(Permission permission) {
        return new Action.Say(new Answer.Refused("only notes named own-… are kept here"), Subject.PUBLIC, permission);
    }

    @Override
    public Wording wording(String path) {
        return new NotesWording();
    }

    @Override
    public Variants variants() {
        return new Variants() {
            @Override
            public List<String> headers() {
                return List.of("accept");
            }

            @Override
            public String of(Request request) {
                return variant(request);
            }
        };
    }

    /** The short form is the same for all; the other names the address that the client uses. */
    private static String variant(Request request) {
        if (!request.path().endsWith("/index.json")) {
            return "";
        }
        return SHORT.equals(request.header("Accept")) ? "short" : request.base().text();
    }

    @Override
    public Optional<Refresher> refresher() {
        return Optional.of(this);
    }

    @Override
    public WarmPackages warm() {
        return new WarmPackages(List.of(), Duration.ofHours(1));
    }

    @Override
    public int refresh(String note) {
        return 0;
    }

    @Override
    public int keepWarm(String note) {
        return 0;
    }

    @Override
    public NavigableSet<String> held(SharedStore files, String place) {
        return new TreeSet<>();
    }

    @Override
    public void follow() {
        followed.run();
    }
}
