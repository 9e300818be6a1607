package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.config.SafeText;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.publish.HostedDocument.HostedVersion;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes versions that were published here (libnpmpublish, {@code unpublish}): {@code PUT /<name>/-rev/<rev>} with the document as
 * it should be, then {@code DELETE /<name>/-/<file>/-rev/<rev>}; the whole package by {@code DELETE /<name>/-rev/<rev>}. The
 * revision must be the current one. What was published is remembered: no other bytes ever get its name.
 */
public final class Unpublishing {
    private final HostedPackages packages;
    private final HostedKeys keys;

    /** Of the packages with {@code keys}. */
    public Unpublishing(HostedPackages packages, HostedKeys keys) {
        this.packages = packages;
        this.keys = keys;
    }

    /** Removes the versions that {@code body}, a document, lacks. Their tarballs go too: a client that breaks off leaves none. */
    Answer put(PackageName name, String revision, Staged body, String by) throws InterruptedException {
        try (Staged unused = packages.stage()) {
            SentDocument sent = SentDocumentReader.read(body.stream(), new SentTarball(unused));
            require(
                    sent.name().equals(name.text()),
                    "what was sent is a document of " + SafeText.shown(sent.name()) + ", not of " + name);
            require(sent.attachment() == null, "to publish a version, send it to /" + name);
            return packages.change(keys, name, by, without(name, revision, sent));
        } catch (RefusedRequest e) {
            return e.answer();
        } catch (IOException e) {
            return packages.failed(name, e);
        }
    }

    private HostedChange without(PackageName name, String revision, SentDocument sent) {
        return (current, exists) -> {
            current(name, current, exists, revision);
            Set<String> stay = sent.versions().keySet();
            require(
                    current.versions().keySet().containsAll(stay),
                    "the document has versions that are not published: publish them one at a time");
            require(
                    stay.size() < current.versions().size(),
                    "the document names every version, so there is nothing to unpublish; owners of packages are in"
                            + " the configuration of this server");
            Map<String, HostedVersion> versions = new LinkedHashMap<>(current.versions());
            versions.keySet().retainAll(stay);
            return new HostedChange.Becomes(
                    less(current, versions, sent.tags().get(HostedDocument.LATEST)), null, null, true);
        };
    }

    /** {@code current} with these versions alone. */
    private HostedDocument less(HostedDocument current, Map<String, HostedVersion> versions, @Nullable String latest) {
        Map<String, String> withdrawn = new LinkedHashMap<>(current.withdrawn());
        current.versions().forEach((version, held) -> {
            if (!versions.containsKey(version)) {
                withdrawn.put(version, held.integrity());
            }
        });
        Map<String, String> tags = new LinkedHashMap<>(current.tags());
        tags.values().retainAll(versions.keySet());
        String now = HostedTime.written(packages.now());
        HostedDocument less = new HostedDocument(
                current.revision(), tags, versions, HostedTime.modified(current, versions.keySet(), now), withdrawn);
        if (tags.containsKey(HostedDocument.LATEST) || versions.isEmpty()) {
            return less;
        }
        tags.put(
                HostedDocument.LATEST,
                latest != null && versions.containsKey(latest)
                        ? latest
                        : less.newest().orElseThrow());
        return new HostedDocument(less.revision(), tags, versions, less.times(), withdrawn);
    }

    /** Removes the whole package. */
    public Answer delete(PackageName name, String revision, String by) throws InterruptedException {
        return packages.change(keys, name, by, (current, exists) -> {
            current(name, current, exists, revision);
            return new HostedChange.Becomes(less(current, Map.of(), null), null, null, true);
        });
    }

    /** Answers the client that removes the tarball of an unpublished version: it is gone already. */
    public Answer deleteTarball(PackageName name, SemanticVersion version, String revision, String by)
            throws InterruptedException {
        return packages.change(keys, name, by, (current, exists) -> {
            current(name, current, exists, revision);
            if (current.versions().containsKey(version.text())) {
                throw RefusedRequest.conflict(name + "@" + version
                        + " is still published: remove it from the document first, as npm unpublish does");
            }
            if (!current.withdrawn().containsKey(version.text())) {
                throw RefusedRequest.absent(name + "@" + version + " was never published here");
            }
            return new HostedChange.Stays(HostedPackages.done(name, current.revision()));
        });
    }

    private static void current(PackageName name, HostedDocument current, boolean exists, String revision)
            throws RefusedRequest {
        if (!exists) {
            throw RefusedRequest.absent(name + " is not published here");
        }
        RevisionCheck.check(name, current, revision);
    }
}
