package dev.breakwater.notes;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.CommitResult;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes in notes that are published here. A version never changes: of two writers the second is refused. */
record NotesUploads(FormatContext context) {
    private static final int LARGEST = 1 << 20;

    /** What becomes of a version that is sent to {@code key}. */
    Action receive(Key key, Subject subject) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return context.store().stage();
            }

            @Override
            public Answer keep(Staged content, String by) {
                return kept(content, key, by);
            }
        };
        return new Action.Receive(reception, LARGEST, subject);
    }

    private Answer kept(Staged content, Key key, String by) {
        Meta meta = new Meta(
                "text/plain",
                Standing.CONFIRMED,
                by,
                "-",
                context.clocks().wall().instant(),
                null,
                true);
        try {
            return switch (context.store().replace(content, key, meta, null)) {
                case CommitResult.Committed _ -> {
                    context.changes().accept(key);
                    byte[] told = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
                    yield new Answer.Done(
                            Answer.Completion.CREATED, Map.of("location", key.path()), "application/json", told);
                }
                case CommitResult.Conflict _ ->
                    new Answer.Refused(Answer.RefusalReason.CONFLICT, key.path() + " exists, and never changes");
            };
        } catch (IOException e) {
            return new Answer.Trouble("the store can't be written", Duration.ofSeconds(5), List.of(), false);
        }
    }

    /** Deletes {@code key}. */
    Answer delete(Key key) {
        try {
            context.store().remove(key);
            context.changes().accept(key);
            return new Answer.Done(Answer.Completion.NO_CONTENT, Map.of(), "", new byte[0]);
        } catch (IOException e) {
            return new Answer.Trouble("the store can't be written", Duration.ofSeconds(5), List.of(), false);
        }
    }
}
