package dev.breakwater.format.oci.push;

import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import dev.breakwater.store.UploadSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request that continues an upload. */
final class BlobPart implements Reception {
    /** What becomes of what has arrived. */
    interface PartOutcome {
        /** Answers the client; {@code content} has all of it, and may be closed. */
        Answer of(UploadSession session, Staged content, String by) throws InterruptedException;
    }

    private final BlobUploads uploads;
    private final ImageName name;
    private final String id;
    private final @Nullable ChunkRange range;
    private final PartOutcome outcome;
    private @Nullable UploadSession session;

    /** Continues the upload {@code id} of a blob of {@code name}; without {@code range} behind what is there. */
    BlobPart(BlobUploads uploads, ImageName name, String id, @Nullable ChunkRange range, PartOutcome outcome) {
        this.uploads = uploads;
        this.name = name;
        this.id = id;
        this.range = range;
        this.outcome = outcome;
    }

    @Override
    public Beginning begin(String by) throws IOException {
        UploadSession found = uploads.find(name, id, by).orElse(null);
        if (found == null) {
            return new Beginning.RefusedAtOnce(BlobUploads.unknown());
        }
        Optional<Staged> content = found.resume();
        if (content.isEmpty()) {
            return new Beginning.RefusedAtOnce(
                    uploads.outOfOrder(name, found, "another request is sending a part of it"));
        }
        long arrived = content.get().arrived();
        if (range != null && range.first() != arrived) {
            content.get().close();
            String why = "it has " + arrived + " bytes, and the part begins at byte " + range.first();
            return new Beginning.RefusedAtOnce(uploads.outOfOrder(name, found, why));
        }
        session = found;
        return new Beginning.Begun(content.get());
    }

    @Override
    public Staged stage() {
        throw new IllegalStateException("it begins with a session");
    }

    @Override
    public Answer full() {
        return PushAnswers.full();
    }

    @Override
    public Answer keep(Staged content, String by) throws InterruptedException {
        UploadSession open = session;
        if (open == null) {
            throw new IllegalStateException("it has not begun");
        }
        return outcome.of(open, content, by);
    }
}
