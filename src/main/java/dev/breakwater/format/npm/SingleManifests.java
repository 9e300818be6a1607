package dev.breakwater.format.npm;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.npm.document.DocumentVersions;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.repository.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves {@code /<name>/<version or tag>}: the manifest of one version, out of the package's document. */
record SingleManifests(Fetcher fetcher) {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** The task that answers with the manifest that {@code selector} names. */
    Action.Task manifest(Resource document, Caller caller, PackageName name, String selector, String base) {
        return client -> get(document, caller.of(client), name, selector, base);
    }

    private Answer get(Resource document, Caller caller, PackageName name, String selector, String base)
            throws InterruptedException {
        Answer found = fetcher.get(document, caller);
        if (!(found instanceof Answer.Held held)) {
            return found;
        }
        try {
            Optional<byte[]> manifest = DocumentVersions.manifest(selector, base, AnswerBytes.stream(held));
            return manifest.<Answer>map(
                            bytes -> new Answer.Done(Answer.Completion.OK, Map.of(), "application/json", bytes))
                    .orElseGet(() -> new Answer.Absent(
                            name + " has no version or tag " + selector,
                            Duration.ZERO,
                            held.content().confidential()));
        } catch (IOException e) {
            return new Answer.Trouble(
                    "the stored document of " + name + " can't be read: " + e.getMessage(), RETRY, List.of(), false);
        }
    }
}
