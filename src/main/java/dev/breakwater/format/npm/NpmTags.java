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
import dev.breakwater.repository.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers that are read out of a document for clients that are about to change it: never cached. */
record NpmTags(Fetcher fetcher) {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** {@code GET /-/package/<name>/dist-tags}. */
    Action.Task tags(Resource document, Caller caller) {
        return client -> {
            Answer found = fetcher.get(document, caller.of(client));
            if (!(found instanceof Answer.Held held)) {
                return found;
            }
            try {
                Map<String, String> tags = DocumentVersions.tags(AnswerBytes.stream(held));
                byte[] json = NpmWording.json(tags).getBytes(StandardCharsets.UTF_8);
                return new Answer.Done(Answer.Completion.OK, Map.of(), "application/json", json);
            } catch (IOException e) {
                return new Answer.Trouble(
                        "a stored document can't be read: " + e.getMessage(), RETRY, List.of(), false);
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
