package dev.breakwater.format.oci.push;

import dev.breakwater.auth.Permission;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Answer.Completion;
import dev.breakwater.fetch.Answer.RefusalReason;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.format.oci.pull.ImageVerifiers;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Reception;
import dev.breakwater.repository.Request;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Staged;
import dev.breakwater.store.UploadSession;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pushes of blobs: distribution specification, "Pushing blobs". What arrives is on the disk at once, however long it is. */
final class BlobUploads {
    /** The most bytes of a blob: as many as are fetched. */
    private static final long LARGEST = ImageVerifiers.LARGEST_BLOB;

    private static final String KIND = "upload";
    private static final String NO_BYTES = "0-0";
    private static final int BUFFER = 64 << 10;

    private final HostedContent content;
    private final String repository;
    private final Predicate<ImageName> hosted;

    /** Of images in {@code repository} that are {@code hosted}. */
    BlobUploads(String repository, HostedContent content, Predicate<ImageName> hosted) {
        this.repository = repository;
        this.content = content;
        this.hosted = hosted;
    }

    /** The action for {@code POST}: begins an upload; or has all of it; or has a blob of another image for this one. */
    Action begin(Request request, ImageName name) {
        QueryText query = new QueryText(request.query());
        String digest = query.first("digest");
        if (digest != null) {
            return ContentDigest.parse(digest)
                    .map(found -> whole(name, found))
                    .orElseGet(() -> refused(name, noDigest(digest)));
        }
        String mount = query.first("mount");
        String from = query.first("from");
        CallerIdentity identity = request.identity();
        return work(
                name,
                () -> {
                    Answer mounted = mount == null || from == null ? null : mounted(name, mount, from, identity);
                    return mounted == null ? begun(name, HostedContent.by(identity)) : mounted;
                },
                Permission.PUBLISH);
    }

    /** The action for {@code PATCH}: a part. */
    Action part(Request request, ImageName name, String id) {
        return continued(request, name, id, (session, staged, by) -> {
            // before the answer: the next part may be here at once
            staged.close();
            if (session.arrived() <= LARGEST) {
                return PushAnswers.done(Completion.ACCEPTED, headers(name, session));
            }
            end(session);
            String why = "a blob has at most " + LARGEST + " bytes";
            return new Answer.Refused(RefusalReason.TOO_LARGE, why, "SIZE_INVALID", Map.of());
        });
    }

    /** The action for {@code PUT}: the last part, which may be empty, and the digest of all. */
    Action last(Request request, ImageName name, String id) {
        String text = new QueryText(request.query()).first("digest");
        Optional<ContentDigest> digest = ContentDigest.parse(text == null ? "" : text);
        if (digest.isEmpty()) {
            return refused(name, noDigest(text == null ? "" : text));
        }
        return continued(request, name, id, (session, staged, by) -> {
            Answer answer = kept(name, digest.get(), staged, by);
            staged.close();
            if (!(answer instanceof Answer.Trouble)) {
                end(session);
            }
            return answer;
        });
    }

    /** The action for {@code GET}: how much has arrived. */
    Action status(Request request, ImageName name, String id) {
        CallerIdentity identity = request.identity();
        // clients send no credentials if reading needs none, and an upload is its sender's alone
        boolean stranger = request.header("Authorization") == null && identity.knowsCallers();
        return work(
                name,
                () -> find(name, id, HostedContent.by(identity))
                        .map(session -> PushAnswers.done(Completion.NO_CONTENT, headers(name, session)))
                        .orElseGet(() -> stranger ? PushAnswers.unknownSender() : unknown()),
                Permission.READ);
    }

    /** The action for {@code DELETE}: ends it. */
    Action cancel(Request request, ImageName name, String id) {
        CallerIdentity identity = request.identity();
        return work(
                name,
                () -> {
                    Optional<UploadSession> session = find(name, id, HostedContent.by(identity));
                    if (session.isEmpty()) {
                        return unknown();
                    }
                    content.uploads().end(session.get());
                    return PushAnswers.done(Completion.NO_CONTENT, Map.of());
                },
                Permission.PUBLISH);
    }

    private interface UploadWork {
        Answer run() throws IOException, InterruptedException;
    }

    private Action work(ImageName name, UploadWork work, Permission permission) {
        Action.Task task = _ -> {
            try {
                return work.run();
            } catch (IOException e) {
                return content.failed("take an upload for " + name, e);
            }
        };
        return new Action.Do(task, HostedContent.subject(name), KIND, permission);
    }

    private static Action refused(ImageName name, Answer answer) {
        return new Action.Say(answer, HostedContent.subject(name), Permission.PUBLISH);
    }

    private static Answer noDigest(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return PushAnswers.wrongDigest("digest=" + shown
                + " is not a digest: expected sha256: and 64, or sha512: and 128 lower-case hex digits");
    }

    private Action whole(ImageName name, ContentDigest digest) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return content.stage();
            }

            @Override
            public Answer full() {
                return PushAnswers.full();
            }

            @Override
            public Answer keep(Staged staged, String by) {
                return kept(name, digest, staged, by);
            }
        };
        return new Action.Receive(reception, LARGEST, HostedContent.subject(name));
    }

    private Action continued(Request request, ImageName name, String id, BlobPart.PartOutcome outcome) {
        String header = request.header("Content-Range");
        Optional<ChunkRange> range = header == null ? Optional.empty() : ChunkRange.parse(header);
        if (header != null && range.isEmpty()) {
            return refused(name, PushAnswers.invalid("BLOB_UPLOAD_INVALID", "Content-Range is <first>-<last>"));
        }
        if (range.isPresent() && !range.get().fits(request.header("Content-Length"))) {
            String why = "Content-Range and Content-Length don't agree";
            return refused(name, PushAnswers.invalid("SIZE_INVALID", why));
        }
        Reception part = new BlobPart(this, name, id, range.orElse(null), outcome);
        return new Action.Receive(part, LARGEST, HostedContent.subject(name));
    }

    private String about(ImageName name) {
        return repository + "/" + name;
    }

    Optional<UploadSession> find(ImageName name, String id, String by) throws IOException {
        return content.uploads().find(id, by, about(name));
    }

    static Answer unknown() {
        return PushAnswers.absent(
                "no such upload of yours: it was finished or cancelled, or had no byte for a day;" + " begin another");
    }

    Answer outOfOrder(ImageName name, UploadSession session, String why) {
        return new Answer.Refused(RefusalReason.OUT_OF_ORDER, why, "BLOB_UPLOAD_INVALID", headers(name, session));
    }

    private Answer begun(ImageName name, String by) throws IOException {
        return content.uploads()
                .begin(by, about(name))
                .map(session -> PushAnswers.done(Completion.ACCEPTED, headers(name, session)))
                .orElseGet(() -> PushAnswers.trouble(
                        "too many uploads are open: finish or cancel some; they end a day after their last byte"));
    }

    private Map<String, String> headers(ImageName name, UploadSession session) {
        long arrived = session.arrived();
        Map<String, String> headers = new HashMap<>();
        headers.put("Location", content.path(name, "blobs/uploads/" + session.id()));
        headers.put("Range", arrived == 0 ? NO_BYTES : "0-" + (arrived - 1));
        headers.put("Docker-Upload-UUID", session.id());
        return headers;
    }

    /** Null if the blob is not mounted, for whatever reason: the client uploads it then. */
    private @Nullable Answer mounted(ImageName name, String mount, String from, CallerIdentity identity)
            throws IOException, InterruptedException {
        Optional<ContentDigest> digest = ContentDigest.parse(mount);
        // the name as a client has it may begin with this repository's
        String below = from.startsWith(repository + "/") ? from.substring(repository.length() + 1) : from;
        for (String each : below.equals(from) ? new String[] {from} : new String[] {below, from}) {
            Optional<ImageName> source = ImageName.parse(each).filter(hosted);
            if (digest.isPresent()
                    && source.isPresent()
                    && identity.readable().test(each)
                    && content.find(content.keys().link(source.get(), digest.get())) != null) {
                Entry bytes = content.find(content.keys().blob(digest.get()));
                return bytes == null ? null : linked(name, digest.get(), HostedContent.by(identity));
            }
        }
        return null;
    }

    private Answer kept(ImageName name, ContentDigest digest, Staged staged, String by) {
        try {
            ContentDigest is = digest(staged, digest.algorithm());
            if (!is.equals(digest)) {
                return PushAnswers.wrongDigest("what arrived, " + staged.size() + " bytes, is " + is + ", and not "
                        + digest + ": upload it again");
            }
            content.commit(staged, content.keys().blob(digest), "application/octet-stream", digest, by);
            return linked(name, digest, by);
        } catch (IOException e) {
            return content.failed("store a blob of " + name, e);
        }
    }

    private Answer linked(ImageName name, ContentDigest digest, String by) throws IOException {
        content.point(content.keys().link(name, digest), digest, by);
        return PushAnswers.done(
                Completion.CREATED,
                Map.of("Location", content.path(name, "blobs/" + digest), "Docker-Content-Digest", digest.text()));
    }

    private static ContentDigest digest(Staged staged, ContentDigest.Algorithm algorithm) throws IOException {
        if (algorithm == ContentDigest.Algorithm.SHA256) {
            return new ContentDigest(algorithm, staged.sha256().hex());
        }
        MessageDigest digest = algorithm.start();
        byte[] some = new byte[BUFFER];
        try (InputStream in = staged.stream()) {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                digest.update(some, 0, n);
            }
        }
        return ContentDigest.of(algorithm, digest);
    }

    private void end(UploadSession session) {
        try {
            content.uploads().end(session);
        } catch (IOException e) {
            var _ = content.failed("remove an upload that has ended", e);
        }
    }
}
