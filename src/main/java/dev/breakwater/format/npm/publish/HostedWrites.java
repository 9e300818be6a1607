package dev.breakwater.format.npm.publish;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import java.io.IOException;

/** The actions of the requests that change the packages which one repository hosts. */
public final class HostedWrites {
    /** The most bytes of a document with a tarball in it: base64 makes four bytes of three. */
    private static final long LARGEST = SentTarball.LARGEST / 3 * 4 + (16L << 20);

    /** The most bytes of a document without one. */
    private static final long LARGEST_DOCUMENT = 128L << 20;

    private final HostedPackages packages;
    private final Publishing publishing;
    private final Unpublishing unpublishing;
    private final Tagging tagging;

    /** Of the packages with {@code keys}, which are signed with {@code key}. */
    public HostedWrites(HostedPackages packages, HostedKeys keys, OwnKey key) {
        this.packages = packages;
        this.publishing = new Publishing(packages, keys, key);
        this.unpublishing = new Unpublishing(packages, keys);
        this.tagging = new Tagging(packages, keys);
    }

    /** Publishes a version, or changes deprecations. */
    public Action publish(PackageName name) {
        return receive(name, LARGEST, Permission.PUBLISH, (body, by) -> publishing.put(name, body, by));
    }

    /** Removes versions. */
    public Action unpublish(PackageName name, String revision) {
        return receive(
                name, LARGEST_DOCUMENT, Permission.DELETE, (body, by) -> unpublishing.put(name, revision, body, by));
    }

    /** Removes the whole package. */
    public Action delete(PackageName name, String revision, CallerIdentity identity) {
        return new Action.Do(
                _ -> unpublishing.delete(name, revision, by(identity)), ours(name), "unpublish", Permission.DELETE);
    }

    /** Removes a tarball whose version is unpublished. */
    public Action delete(PackageName name, SemanticVersion version, String revision, CallerIdentity identity) {
        return new Action.Do(
                _ -> unpublishing.deleteTarball(name, version, revision, by(identity)),
                ours(name),
                "unpublish",
                Permission.DELETE);
    }

    /** Sets a tag. */
    public Action tag(PackageName name, String tag) {
        return receive(name, Tagging.LARGEST, Permission.PUBLISH, (body, by) -> tagging.put(name, tag, body, by));
    }

    /** Removes a tag. */
    public Action untag(PackageName name, String tag, CallerIdentity identity) {
        return new Action.Do(_ -> tagging.delete(name, tag, by(identity)), ours(name), "untag", Permission.PUBLISH);
    }

    private static Subject ours(PackageName name) {
        return new Subject(name.text(), true);
    }

    private static String by(CallerIdentity identity) throws InterruptedException {
        return identity.recognise() instanceof Recognition.Identified(Principal who)
                ? who.name() + " (" + who.credential() + ")"
                : "-";
    }

    private Action receive(PackageName name, long limit, Permission permission, BodyWork work) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return packages.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                return work.run(content, by);
            }
        };
        return new Action.Receive(reception, limit, ours(name), permission);
    }

    /** What is done with a body. */
    private interface BodyWork {
        /** Does it. */
        Answer run(Staged body, String by) throws InterruptedException;
    }
}
