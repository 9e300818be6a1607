package dev.breakwater.http;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import dev.breakwater.store.OpenFile;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A repository {@code go} that serves the files of a folder: stands in for format, engine and store. */
final class Folder implements Fetcher, Repository {
    /** How long a list stays fresh here: longer than a benchmark runs. */
    private static final Duration LIST = Duration.ofHours(6);

    private final Path root;
    private final Site site = new Site(Map.of("go", this));

    Folder(Path root) {
        this.root = root;
    }

    Site site() {
        return site;
    }

    @Override
    public Action action(dev.breakwater.repository.Request request) {
        if (request.path().contains("..")) {
            return new Action.Say(new Answer.Malformed("no .. here"));
        }
        return new Action.Get(resource("go", request.path()), Caller.ANYBODY);
    }

    static Resource resource(String repository, String path) {
        boolean list = path.endsWith("/list");
        String type = path.endsWith(".zip") ? "application/zip" : list ? "text/plain" : "application/json";
        return new Resource(
                new Key(repository, path),
                path,
                new Kind(path.substring(path.lastIndexOf('.') + 1), Traffic.ARCHIVE),
                list ? Freshness.of(LIST) : Freshness.IMMUTABLE,
                type,
                new Recipe.One(
                        new Tiers("none", Selection.PRIORITY, List.of()),
                        path,
                        Verifier.of(Long.MAX_VALUE, () -> whole -> new Verdict.Verified("no record"))),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.AGREE, true, false, null, false));
    }

    @Override
    public Answer get(Resource resource, Caller caller) {
        Path file = root.resolve(resource.key().path());
        try {
            if (!Files.isRegularFile(file)) {
                return new Answer.Absent("there is no " + resource.key(), Duration.ofSeconds(60));
            }
            byte[] bytes = Files.readAllBytes(file);
            Body body = bytes.length <= 4096
                    ? new Body.Bytes(bytes)
                    : new Body.Whole(new OpenFile(FileChannel.open(file), bytes.length));
            return new Answer.Held(
                    body,
                    new ContentInfo(
                            resource.type(),
                            Digest.of(bytes),
                            Files.getLastModifiedTime(file).toInstant(),
                            resource.freshness(),
                            false,
                            resource.policy().confidential()),
                    new CacheInfo(
                            CacheStatus.MISS,
                            "folder",
                            resource.freshness().immutable()
                                    ? Instant.MAX
                                    : Instant.now().plus(LIST),
                            List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void refresh(Resource resource) {}
}
