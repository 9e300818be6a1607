package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The handler of one upload: reads it into a staged file, on a virtual thread, and hands it to the reception that checks and
 * stores it.
 */
final class UploadHandler {
    private static final String KIND = "upload";

    private final ServerContext server;
    private final AnswerRenderer replies;
    private final HttpExchange exchange;
    private final Action.Receive receive;
    private final String repository;
    private final Principal who;
    private final RequestBody upload;

    UploadHandler(
            ServerContext server,
            AnswerRenderer replies,
            HttpExchange exchange,
            Action.Receive receive,
            String repository,
            Principal who) {
        this.server = server;
        this.replies = replies;
        this.exchange = exchange;
        this.receive = receive;
        this.repository = repository;
        this.who = who;
        this.upload = new RequestBody(exchange, server.limits().idle());
    }

    /** Runs it. Call it on the event loop. */
    void run() {
        String length = exchange.request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || Long.parseLong(length) > receive.limit())) {
            refuse(413, "An upload has at most " + receive.limit() + " bytes.");
            return;
        }
        var _ = exchange.watch();
        upload.begin();
        Thread.ofVirtual().name("upload " + exchange.target()).start(this::take);
    }

    private void take() {
        String by = who.name() + " (" + who.credential() + ")";
        try {
            switch (receive.reception().begin(by)) {
                case Reception.Beginning.Begun(Staged staged) -> take(staged, by);
                case Reception.Beginning.RefusedAtOnce(Answer answer) -> refuse(answer);
            }
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            HttpReply reply = server.failure(replies, exchange.target(), e);
            exchange.onLoop(() -> exchange.refuse(reply, AnswerTags.NONE), () -> {});
        }
    }

    private void take(Staged content, String by) throws InterruptedException {
        try (Staged staged = content) {
            if (arrived(staged)) {
                staged.complete();
                tell(receive.reception().keep(staged, by));
            }
        }
    }

    /** Whether all of it arrived; if not, the client got the error. */
    private boolean arrived(Staged staged) throws InterruptedException {
        long arrived = 0;
        try {
            for (ByteBuffer bytes = upload.next(); bytes != null; bytes = upload.next()) {
                arrived += bytes.remaining();
                if (arrived > receive.limit()) {
                    later(413, "An upload has at most " + receive.limit() + " bytes.");
                    return false;
                }
                if (!written(staged, bytes)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            later(408, "The upload broke off after " + arrived + " bytes: " + e.getMessage() + ". Nothing was stored.");
            return false;
        }
    }

    private boolean written(Staged staged, ByteBuffer bytes) {
        try {
            staged.write(bytes);
            return true;
        } catch (IOException e) {
            server.events().publish(new Event.Alarm("store", "no disk space for an upload: " + e.getMessage(), e));
            refuse(receive.reception().full());
            return false;
        }
    }

    private void tell(Answer answer) {
        AnswerTags label = AnswerTags.of(answer, repository, KIND);
        HttpReply reply = replies.without(answer, label, server.clock().millis());
        exchange.onLoop(() -> exchange.send(reply, label, null), () -> {});
    }

    /** Before all of the upload was read. */
    private void refuse(Answer answer) {
        AnswerTags label = AnswerTags.of(answer, repository, KIND);
        HttpReply reply = replies.without(answer, label, server.clock().millis());
        exchange.onLoop(() -> exchange.refuse(reply, label), () -> {});
    }

    private void later(int status, String why) {
        exchange.onLoop(() -> refuse(status, why), () -> {});
    }

    private void refuse(int status, String why) {
        AnswerTags label = new AnswerTags(repository, KIND, RequestResult.REFUSED, "-");
        exchange.refuse(replies.refusal(status, label, server.clock().millis(), why), label);
    }
}
