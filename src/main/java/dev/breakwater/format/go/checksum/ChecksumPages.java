package dev.breakwater.format.go.checksum;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Client;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.UpstreamReport;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.ownership.Ownership;
import dev.breakwater.repository.Action;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.Tile;
import dev.breakwater.sumdb.TileAnswer;
import dev.breakwater.verify.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The checksum databases' pages, {@code /sumdb/<name>/…}, served from our own verified copies. A configured database is always
 * {@code supported}: after a 404 there, the client would bypass us for good, any other failure would fail all its look-ups.
 */
public final class ChecksumPages {
    /** A served database with its fetching parts. */
    public record ServedDatabase(
            Database database,
            DatabaseResources resources,
            DatabaseChecksums checksums,
            TileSource tiles,
            Fetcher fetcher) {}

    private final List<ServedDatabase> databases;
    private final Ownership<?> secrets;
    private final InstantSource clock;

    public ChecksumPages(List<ServedDatabase> databases, Ownership<?> secrets, InstantSource clock) {
        this.databases = databases.stream()
                .sorted(Comparator.comparingInt(
                                (ServedDatabase s) -> s.resources().name().length())
                        .reversed())
                .toList();
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The answer to {@code rest}, the path below {@code sumdb/}. */
    public Action action(String rest, boolean storeOnly) {
        for (ServedDatabase served : databases) {
            String name = served.resources().name();
            if (rest.startsWith(name + "/")) {
                return page(served, rest.substring(name.length() + 1), storeOnly);
            }
        }
        return say(new Answer.Absent(
                "no checksum database of that name is configured here: " + rest + "\nconfigured: "
                        + databases.stream().map(s -> s.resources().name()).toList(),
                Duration.ZERO));
    }

    private Action page(ServedDatabase served, String page, boolean storeOnly) {
        if (page.equals("supported")) {
            return say(held("text/plain; charset=utf-8", new byte[0], Freshness.of(Duration.ofMinutes(1))));
        }
        if (page.equals("latest")) {
            return new Action.Get(served.resources().latest(served.database()), new Caller(storeOnly, List.of()));
        }
        if (page.startsWith("lookup/")) {
            return lookup(served, page.substring("lookup/".length()), storeOnly);
        }
        Optional<Tile> tile = Tile.parse(page);
        return tile.isPresent()
                ? new Action.Do(client -> tile(served, tile.get(), client))
                : say(new Answer.Absent("a checksum database has no " + page, Duration.ZERO));
    }

    private Action lookup(ServedDatabase served, String subject, boolean storeOnly) {
        int at = subject.lastIndexOf('@');
        if (at < 0
                || !(ModulePath.parseEscaped(subject.substring(0, at)) instanceof Parsed.Ok<ModulePath>(var module))
                || !(Version.parseEscaped(subject.substring(at + 1)) instanceof Parsed.Ok<Version>(var version))) {
            return say(new Answer.Absent(
                    "not a valid look-up: " + subject + "; the form is lookup/<module>@<version>", Duration.ZERO));
        }
        switch (secrets.of(module.plain())) {
            case Ownership.NameOwner.PublicName<?> _ -> {}
            // A client that may not see the name is refused, as everywhere.
            case Ownership.NameOwner.OwnName<?>(String pattern, Object _) -> {
                Answer why = new Answer.Absent(
                        module + " is private here, so it is not looked up in a checksum database\nset GONOSUMDB="
                                + pattern,
                        Duration.ZERO,
                        true);
                return new Action.Say(why, new Subject(module.plain(), true));
            }
            case Ownership.NameOwner.AboveOwnNames<?> _ -> {
                return say(new Answer.Absent(
                        module
                                + " is shorter than a private pattern whose beginning it matches: it is not looked up in a"
                                + " checksum database",
                        Duration.ZERO,
                        true));
            }
        }
        if (!module.hasCanonical(version)) {
            return say(new Answer.Absent(
                    version + " is not a canonical version of " + module + ", so there is no record of it",
                    Duration.ZERO));
        }
        return new Action.Get(
                served.resources().lookup(module, version, served.checksums().verifier(module, version)),
                new Caller(storeOnly, List.of()));
    }

    /** Answers from the store at once; missing tiles are fetched on behalf of {@code client}. */
    private Answer tile(ServedDatabase served, Tile tile, Client client) throws InterruptedException {
        return served.tiles().keeps(served.database(), tile)
                ? tile(served, tile)
                : served.fetcher().within(client, () -> tile(served, tile));
    }

    private Answer tile(ServedDatabase served, Tile tile) throws InterruptedException {
        TileAnswer first = served.database().tile(tile);
        if (!(first instanceof TileAnswer.Beyond)) {
            return tile(first);
        }
        // The tree may have grown, or no head was received yet: only the newest head proves absence.
        Answer head = served.checksums().hearHead();
        TileAnswer second = served.database().tile(tile);
        return second instanceof TileAnswer.Beyond(String why) && !current(head)
                ? new Answer.Trouble(
                        why + "; its newest tree head is unavailable right now",
                        Duration.ofSeconds(5),
                        said(head),
                        false)
                : tile(second);
    }

    /** Whether the answer is from the sources now: their newest tree head, or that they have none. */
    private static boolean current(Answer head) {
        return switch (head) {
            case Answer.Held held -> held.status() != CacheStatus.STALE;
            case Answer.Absent _ -> true;
            case Answer.Done _, Answer.Trouble _, Answer.Refused _, Answer.Malformed _ -> false;
        };
    }

    private static List<UpstreamReport> said(Answer head) {
        return head instanceof Answer.Trouble trouble ? trouble.said() : List.of();
    }

    private Answer tile(TileAnswer answer) {
        return switch (answer) {
            case TileAnswer.TileFound(byte[] bytes) -> held("application/octet-stream", bytes, Freshness.IMMUTABLE);
            case TileAnswer.Beyond(String why) -> new Answer.Absent(why, Duration.ZERO);
            case TileAnswer.TileUnknown(String why) -> new Answer.Trouble(why, Duration.ofSeconds(5), List.of(), false);
        };
    }

    private Answer.Held held(String type, byte[] bytes, Freshness freshness) {
        return new Answer.Held(
                new Body.Bytes(bytes),
                new ContentInfo(type, Digest.of(bytes), clock.instant(), freshness, false, false),
                CacheInfo.madeHere(freshness.immutable() ? Instant.MAX : Instant.MIN));
    }

    private static Action say(Answer answer) {
        return new Action.Say(answer);
    }
}
