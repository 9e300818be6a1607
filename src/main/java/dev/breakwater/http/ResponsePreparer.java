package dev.breakwater.http;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.store.OpenFile;
import dev.breakwater.verify.Digest;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Prepares answers for sending: loads small ones into memory, and compresses text that is not stored coded. Reads files: don't call it on event loops.
 */
final class ResponsePreparer {
    /** Copying this many bytes costs as much as the two extra system calls for a file. */
    private static final int SMALL = 16 << 10;

    private static final int WORTH_COMPRESSING = 1 << 10;
    private static final int COMPRESSED_IN_MEMORY = 4 << 20;
    private static final int TAG_DIGITS = 32;

    private ResponsePreparer() {}

    /** Prepares {@code held}, whose body is whole; takes the body over, also if it fails. */
    static PreparedResponse of(Answer.Held held, AnswerTags label, Subject subject, FormatHeaders own)
            throws IOException {
        return switch (held.body()) {
            case Body.Bytes(byte[] bytes) ->
                of(held, label, subject, own, new ReplyBody.Memory(Buffer.buffer(bytes)), bytes);
            case Body.Whole(OpenFile file) -> of(held, label, subject, own, file);
            case Body.Elsewhere _ -> throw new IllegalStateException("content that is not here can't be prepared");
            case Body.Growing _ -> throw new IllegalStateException("content that is still arriving can't be prepared");
        };
    }

    private static PreparedResponse of(
            Answer.Held held, AnswerTags label, Subject subject, FormatHeaders own, OpenFile file) throws IOException {
        boolean compress = worthCompressing(held.content(), file.size());
        byte[] bytes = null;
        boolean keep = false;
        try {
            bytes = file.size() <= SMALL || compress ? read(file) : null;
            keep = file.size() > SMALL;
        } finally {
            if (!keep) {
                file.release();
            }
        }
        return keep
                ? of(held, label, subject, own, new ReplyBody.Section(file, 0, file.size()), compress ? bytes : null)
                : of(held, label, subject, own, new ReplyBody.Memory(Buffer.buffer(bytes)), bytes);
    }

    private static PreparedResponse of(
            Answer.Held held,
            AnswerTags label,
            Subject subject,
            FormatHeaders own,
            ReplyBody content,
            byte @Nullable [] bytes) {
        String tag = tag(held.content().sha256());
        if (!held.content().coding().isEmpty()) {
            return coded(held, label, subject, own, content, tag);
        }
        PreparedResponse.Variant plain = new PreparedResponse.Variant(
                tag == null ? null : '"' + tag + '"', null, content, held.body().length());
        return new PreparedResponse(
                held,
                label,
                subject,
                own,
                plain,
                bytes == null || !worthCompressing(held.content(), bytes.length) ? null : compressed(tag, bytes));
    }

    /** As it is stored; and decoded for the few clients that don't accept that, under a tag of its own: RFC 9110 §8.8.3. */
    private static PreparedResponse coded(
            Answer.Held held,
            AnswerTags label,
            Subject subject,
            FormatHeaders own,
            ReplyBody content,
            @Nullable String tag) {
        return new PreparedResponse(
                held,
                label,
                subject,
                own,
                new PreparedResponse.Variant(
                        tag == null ? null : '"' + tag + "-identity\"", null, new ReplyBody.Decoded(content), -1),
                new PreparedResponse.Variant(
                        tag == null ? null : '"' + tag + '"',
                        held.content().coding(),
                        content,
                        held.body().length()));
    }

    private static PreparedResponse.Variant compressed(@Nullable String tag, byte[] bytes) {
        byte[] gzip = gzip(bytes);
        return new PreparedResponse.Variant(
                tag == null ? null : '"' + tag + "-gzip\"",
                "gzip",
                new ReplyBody.Memory(Buffer.buffer(gzip)),
                gzip.length);
    }

    /** {@code bytes} compressed: RFC 1952. */
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static boolean worthCompressing(ContentInfo content, long size) {
        return content.coding().isEmpty() && worthCompressing(content.type(), size);
    }

    /** Whether compression is worthwhile for so many bytes of that media type. */
    static boolean worthCompressing(String type, long size) {
        return size > WORTH_COMPRESSING && size <= COMPRESSED_IN_MEMORY && PreparedResponse.compressible(type);
    }

    private static @Nullable String tag(@Nullable Digest digest) {
        return digest == null ? null : digest.hex().substring(0, TAG_DIGITS);
    }

    private static byte[] read(OpenFile file) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        while (all.hasRemaining()) {
            if (file.channel().read(all, all.position()) < 0) {
                throw new IOException("a stored file ends after " + all.position() + " of " + file.size() + " bytes");
            }
        }
        return all.array();
    }
}
