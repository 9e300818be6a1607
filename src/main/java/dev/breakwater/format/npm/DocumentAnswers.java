package dev.breakwater.format.npm;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.npm.document.DocumentVersions;
import dev.breakwater.format.npm.document.VersionPolicy;
import dev.breakwater.repository.Action;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers that are read out of a package's document. */
record DocumentAnswers(Fetcher fetcher) {
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String JSON = "application/json";

    /** Reads an answer out of a document. */
    @FunctionalInterface
    private interface DocumentReading {
        /** The answer's body; empty if the document does not have it. Closes {@code document}. */
        Optional<byte[]> read(InputStream document) throws IOException;
    }

    /** {@code GET /<name>/<version or tag>}: the manifest that {@code selector} names. */
    Action.Task manifest(Resource document, Caller caller, String selector, String base, VersionPolicy policy) {
        return read(document, caller, selector, in -> DocumentVersions.manifest(selector, base, policy, in));
    }

    /** {@code GET /-/package/<name>/dist-tags}. */
    Action.Task tags(Resource document, Caller caller, VersionPolicy policy) {
        return read(
                document,
                caller,
                "dist-tags",
                in -> Optional.of(
                        NpmWording.json(DocumentVersions.tags(policy, in)).getBytes(StandardCharsets.UTF_8)));
    }

    private Action.Task read(Resource document, Caller caller, String what, DocumentReading reading) {
        return client -> {
            Answer found = fetcher.get(document, caller.of(client));
            if (!(found instanceof Answer.Held held)) {
                return found;
            }
            try {
                return reading.read(AnswerBytes.stream(held))
                        .<Answer>map(body -> new Answer.Done(Answer.Completion.OK, Map.of(), JSON, body))
                        .orElseGet(() -> new Answer.Absent(
                                document.subject() + " has no version or tag " + what,
                                Duration.ZERO,
                                held.content().confidential()));
            } catch (IOException e) {
                return new Answer.Trouble(
                        "the stored document of " + document.subject() + " can't be read: " + e.getMessage(),
                        RETRY,
                        List.of(),
                        false);
            }
        };
    }

    /** {@code GET /<name>?write=true}: the document as it is right now, which no client may keep. */
    Action.Task current(Resource form, Caller caller) {
        return client -> {
            Answer found = fetcher.get(form, caller.of(client));
            return found instanceof Answer.Held(Body body, ContentInfo content, CacheInfo cache)
                    ? new Answer.Held(body, uncached(content), cache)
                    : found;
        };
    }

    private static ContentInfo uncached(ContentInfo content) {
        return new ContentInfo(
                content.type(),
                content.coding(),
                content.sha256(),
                content.modified(),
                content.freshness(),
                true,
                true,
                content.headers());
    }
}
