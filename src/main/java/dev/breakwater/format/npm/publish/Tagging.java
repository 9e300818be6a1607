package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.config.SafeText;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes dist-tags of packages that are published here: {@code PUT|DELETE /-/package/<name>/dist-tags/<tag>} (npm-dist-tag). */
public final class Tagging {
    /** The most bytes of the body, which is a version. */
    public static final int LARGEST = 4_096;

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_TAGS = 1_000;

    private final HostedPackages packages;
    private final HostedKeys keys;

    /** Of the packages with {@code keys}. */
    public Tagging(HostedPackages packages, HostedKeys keys) {
        this.packages = packages;
        this.keys = keys;
    }

    /** Lets {@code tag} name the version in {@code body}, a JSON text. */
    Answer put(PackageName name, String tag, Staged body, String by) throws InterruptedException {
        String version;
        try {
            JsonNode sent = JSON.readTree(body.bytes(LARGEST));
            version = sent.isString() ? sent.asString() : "";
        } catch (JacksonException e) {
            return new Answer.Malformed("what was sent is not JSON; expected a version, such as \"1.2.3\"");
        } catch (IOException e) {
            return packages.failed(name, e);
        }
        return packages.change(keys, name, by, (current, exists) -> {
            require(!version.isEmpty(), "what was sent is not a text; expected a version, such as \"1.2.3\"");
            if (!current.versions().containsKey(version)) {
                throw RefusedRequest.absent(name + " has no version " + SafeText.shown(version) + " here");
            }
            require(
                    current.tags().size() < MOST_TAGS || current.tags().containsKey(tag),
                    "a package has at most " + MOST_TAGS + " tags");
            Map<String, String> tags = new LinkedHashMap<>(current.tags());
            tags.put(tag, version);
            return with(current, tags);
        });
    }

    /** Removes {@code tag}. */
    public Answer delete(PackageName name, String tag, String by) throws InterruptedException {
        return packages.change(keys, name, by, (current, _) -> {
            require(
                    !tag.equals(HostedDocument.LATEST),
                    "the tag latest can't be deleted: let it name another version instead");
            if (!current.tags().containsKey(tag)) {
                throw RefusedRequest.absent(name + " has no tag " + SafeText.shown(tag) + " here");
            }
            Map<String, String> tags = new LinkedHashMap<>(current.tags());
            tags.remove(tag);
            return with(current, tags);
        });
    }

    private HostedChange.ChangeOutcome with(HostedDocument current, Map<String, String> tags) {
        String now = HostedTime.written(packages.now());
        return new HostedChange.Becomes(new HostedDocument(
                current.revision(),
                tags,
                current.versions(),
                HostedTime.modified(current, current.versions().keySet(), now),
                current.withdrawn()));
    }
}
