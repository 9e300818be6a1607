package dev.breakwater.format.go.checksum;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.store.Key;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.Tile;
import dev.breakwater.sumdb.TileCheck;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The resources of a checksum database: its look-ups, tiles and newest tree head.
 *
 * @param repository the repository that stores them
 * @param name the database's
 * @param origins its sources, each below its address for this database
 */
public record DatabaseResources(String repository, String name, Tiers origins) {
    private static final Kind LOOKUP = new Kind("lookup", Traffic.CHECKSUM);
    private static final Kind TILE = new Kind("tile", Traffic.CHECKSUM);
    private static final Kind HEAD = new Kind("head", Traffic.CHECKSUM);
    private static final Freshness HEAD_FRESH = Freshness.of(Duration.ofSeconds(60));
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Policy KEPT = new Policy(PATIENCE, Policy.Unverified.DROP, true, false, null, false);
    private static final Policy PASSED_ON = new Policy(PATIENCE, Policy.Unverified.DROP, false, false, null, false);

    /** The reply to the look-up of {@code version} of {@code module}. */
    Resource lookup(ModulePath module, Version version, Verifier verifier) {
        String path = "lookup/" + module.escaped() + "@" + version.escaped();
        return new Resource(
                key(path),
                module.plain(),
                LOOKUP,
                Freshness.IMMUTABLE,
                TEXT,
                new Recipe.One(origins, path, verifier),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                KEPT);
    }

    /** A tile to store; {@code variant} holds the expectations that {@code verifier} has of it, which others may not share. */
    Resource tile(Tile tile, Verifier verifier, TileCheck variant) {
        return tile(tile.path(), tile, verifier, KEPT, variant);
    }

    /** A tile not to store, because it belongs to a tree head that may turn out to be another timeline's. */
    Resource unprovenTile(Tile tile, Verifier verifier, TileCheck variant) {
        return tile("unproven/" + tile.path(), tile, verifier, PASSED_ON, variant);
    }

    /** The key under which a tile is stored. */
    Key key(Tile tile) {
        return key(tile.path());
    }

    private Resource tile(String place, Tile tile, Verifier verifier, Policy policy, TileCheck variant) {
        Recipe recipe = new Recipe.One(origins, tile.path(), verifier);
        return new Resource(
                key(place),
                name,
                TILE,
                Freshness.IMMUTABLE,
                "application/octet-stream",
                recipe,
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                policy,
                variant);
    }

    private Key key(String place) {
        return new Key(repository, "sumdb/" + name + "/" + place);
    }

    /** The newest signed tree head. */
    Resource latest(Database database) {
        return new Resource(
                key("latest"),
                name,
                HEAD,
                HEAD_FRESH,
                TEXT,
                new Recipe.Agreed(origins, "latest", new HeadAgreement(database)),
                Derivation.NONE,
                () -> known(database),
                List::of,
                KEPT);
    }

    private static Derivation.Derived known(Database database) {
        try {
            var head = database.head();
            return head == null ? new Derivation.Nothing() : new Derivation.DerivedContent(head.note());
        } catch (IOException e) {
            return new Derivation.Nothing();
        }
    }

    private static boolean begun(Database database) {
        try {
            return database.begun();
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes sure that the database's timeline has begun, before anything is verified by it. */
    void begin(Fetcher fetcher, Database database) throws InterruptedException {
        if (!begun(database) && fetcher.get(latest(database), Caller.ANYBODY) instanceof Answer.Held held) {
            held.body().release();
        }
    }
}
