package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.config.SafeText;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.NpmPathParser;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.publish.HostedDocument.HostedVersion;
import dev.breakwater.format.npm.publish.SentDocument.SentAttachment;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.format.npm.tarball.TarballHash.TarballHashes;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /<name>}: with an attachment it publishes one version, without it changes deprecations. Nothing that is wrong gets
 * into the store, and a version never changes: the same bytes again are accepted, since the answer may have been lost; other bytes
 * are refused, also after the version was unpublished.
 */
public final class Publishing {
    /** Readers of documents take no more. */
    private static final int MOST_VERSIONS = 50_000;

    private static final int MOST_TAGS = 1_000;

    private final HostedPackages packages;
    private final HostedKeys keys;
    private final OwnKey key;

    /** Of the packages with {@code keys}, signed with {@code key}. */
    public Publishing(HostedPackages packages, HostedKeys keys, OwnKey key) {
        this.packages = packages;
        this.keys = keys;
        this.key = key;
    }

    /** Does what {@code body} says; {@code by} is the client, as in {@code ci (token 1a2b3c4d5e)}. */
    Answer put(PackageName name, Staged body, String by) throws InterruptedException {
        try (Staged bytes = packages.stage()) {
            SentTarball tarball = new SentTarball(bytes);
            SentDocument sent = SentDocumentReader.read(body.stream(), tarball);
            require(
                    sent.name().equals(name.text()),
                    "what was sent is a document of " + SafeText.shown(sent.name()) + ", not of " + name);
            SentAttachment attachment = sent.attachment();
            HostedChange change =
                    attachment == null ? deprecation(name, sent) : publication(name, sent, attachment, tarball, by);
            return packages.change(keys, name, by, change);
        } catch (RefusedRequest e) {
            return e.answer();
        } catch (IOException e) {
            return packages.failed(name, e);
        }
    }

    private HostedChange publication(
            PackageName name, SentDocument sent, SentAttachment attachment, SentTarball tarball, String by)
            throws RefusedRequest, IOException {
        require(
                sent.versions().size() == 1,
                sent.versions().size() + " versions were sent with the tarball; expected the one to publish");
        SemanticVersion version = version(sent.versions().keySet().iterator().next());
        Map<String, String> tags = tags(sent, version);
        TarballHashes hashes = tarball.finish();
        long size = hashes.whole().size();
        require(
                attachment.length() < 0 || attachment.length() == size,
                "the tarball has " + size + " bytes, but its length is said to be " + attachment.length());
        TarballContents contents = TarballReader.read(hashes.whole().stream());
        require(
                contents.name().equals(name.text()),
                "the package.json in the tarball names " + SafeText.shown(contents.name()) + ", not " + name);
        require(
                plain(contents.version()).equals(version.text()),
                "the package.json in the tarball has the version " + SafeText.shown(contents.version()) + ", not "
                        + version);
        String publisher = by.replaceFirst(" \\([^()]*\\)$", "");
        NewVersion added = ManifestWriter.make(name, version, sent.manifest(), contents, hashes, publisher, key);
        return new VersionPublication(name, version, tags, added, hashes.sha512(), tarball.staged(), by);
    }

    private static SemanticVersion version(String text) throws RefusedRequest {
        SemanticVersion version = SemanticVersion.parse(text)
                .orElseThrow(() -> RefusedRequest.malformed(
                        SafeText.shown(text) + " is not a semantic version; expected one such as 1.2.3"));
        require(
                text.indexOf('+') < 0,
                text + " has build metadata, which is not part of a version in a registry; expected "
                        + text.replaceFirst("\\+.*", ""));
        return version;
    }

    /** npm cleans versions before it sends them, but not the package.json (node-semver, {@code clean}). */
    private static String plain(String version) {
        return version.strip().replaceFirst("^[=v]+\\s*", "").replaceFirst("\\+.*", "");
    }

    private static Map<String, String> tags(SentDocument sent, SemanticVersion version) throws RefusedRequest {
        for (Map.Entry<String, String> tag : sent.tags().entrySet()) {
            require(NpmPathParser.isTag(tag.getKey()), SafeText.shown(tag.getKey()) + " is not a valid tag");
            require(
                    tag.getValue().equals(version.text()),
                    "the tag " + tag.getKey() + " names another version than the one that is published");
        }
        return sent.tags().isEmpty() ? Map.of(HostedDocument.LATEST, version.text()) : sent.tags();
    }

    /** Adds a version; the tarball is stored at most once. */
    private final class VersionPublication implements HostedChange {
        private final PackageName name;
        private final SemanticVersion version;
        private final Map<String, String> tags;
        private final NewVersion added;
        private final String integrity;
        private final Staged tarball;
        private final String by;
        private boolean stored;

        VersionPublication(
                PackageName name,
                SemanticVersion version,
                Map<String, String> tags,
                NewVersion added,
                String integrity,
                Staged tarball,
                String by) {
            this.name = name;
            this.version = version;
            this.tags = tags;
            this.added = added;
            this.integrity = integrity;
            this.tarball = tarball;
            this.by = by;
        }

        @Override
        public ChangeOutcome of(HostedDocument current, boolean exists) throws RefusedRequest, IOException {
            HostedVersion same = current.versions().get(version.text());
            if (same != null) {
                refuseOther(same.integrity(), "is published already");
                return new Stays(HostedPackages.done(name, current.revision()));
            }
            refuseOther(current.withdrawn().get(version.text()), "was published before it was unpublished,");
            require(
                    current.versions().size() < MOST_VERSIONS,
                    name + " has " + MOST_VERSIONS + " versions, which is the limit: unpublish some");
            require(
                    exists || name.text().equals(name.text().toLowerCase(Locale.ROOT)),
                    "the name of a new package has no capital letters; expected "
                            + name.text().toLowerCase(Locale.ROOT));
            packages.requireSame(tarball, keys.tarball(name, version), name + "@" + version);
            HostedDocument next = next(current, exists);
            require(
                    next.tags().size() <= MOST_TAGS,
                    name + " would have more than " + MOST_TAGS + " tags; remove some");
            return new Becomes(next, added, this::store, false);
        }

        private void refuseOther(@Nullable String before, String what) throws RefusedRequest {
            if (before != null && !before.equals(integrity)) {
                throw RefusedRequest.conflict(name + "@" + version + " " + what
                        + " with other bytes, and a version never changes: publish them under a new version");
            }
        }

        private HostedDocument next(HostedDocument current, boolean exists) {
            String now = HostedTime.written(packages.now());
            Map<String, HostedVersion> versions = new LinkedHashMap<>(current.versions());
            versions.put(version.text(), new HostedVersion(integrity, ""));
            Map<String, String> all = new LinkedHashMap<>(exists ? current.tags() : Map.of());
            all.putAll(tags);
            all.putIfAbsent(HostedDocument.LATEST, version.text());
            Map<String, String> times = new LinkedHashMap<>();
            times.put("created", exists ? current.times().getOrDefault("created", now) : now);
            times.putAll(HostedTime.modified(current, versions.keySet(), now));
            times.put(version.text(), now);
            Map<String, String> withdrawn = new LinkedHashMap<>(current.withdrawn());
            withdrawn.remove(version.text());
            return new HostedDocument(current.revision(), all, versions, times, withdrawn);
        }

        private void store() throws IOException {
            if (!stored) {
                Meta meta = packages.meta("application/octet-stream", by);
                packages.commit(tarball, keys.tarball(name, version), meta);
                stored = true;
            }
        }
    }

    /** What a client sends is what it has read, with other deprecations: all else in it is ignored. */
    private HostedChange deprecation(PackageName name, SentDocument sent) {
        return (current, exists) -> {
            if (!exists) {
                throw RefusedRequest.absent(
                        name + " is not published here; to publish a version, send its tarball as an attachment");
            }
            RevisionCheck.check(name, current, sent.revision());
            require(
                    current.versions().keySet().containsAll(sent.versions().keySet()),
                    "a version that is sent is not published here; to publish it, send its tarball as an attachment");
            Map<String, HostedVersion> versions = new LinkedHashMap<>(current.versions());
            versions.replaceAll((version, held) ->
                    new HostedVersion(held.integrity(), sent.versions().getOrDefault(version, held.deprecated())));
            if (versions.equals(current.versions())) {
                return new HostedChange.Stays(HostedPackages.done(name, current.revision()));
            }
            String now = HostedTime.written(packages.now());
            return new HostedChange.Becomes(new HostedDocument(
                    current.revision(),
                    current.tags(),
                    versions,
                    HostedTime.modified(current, versions.keySet(), now),
                    current.withdrawn()));
        };
    }
}
