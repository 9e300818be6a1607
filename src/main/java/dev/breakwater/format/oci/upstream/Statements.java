package dev.breakwater.format.oci.upstream;

import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Says what came of an exchange as a content of its own. */
final class Statements {
    /** Takes a response to a HEAD, which has no body; its outcome has the head. */
    static final Sink NO_BODY = new Sink() {
        @Override
        public boolean begin(Head head) {
            return true;
        }

        @Override
        public void write(ByteBuffer bytes) {}
    };

    private Statements() {}

    /** Gives {@code content} to {@code sink}, as if the registry had sent it with {@code headers}. */
    static Outcome tell(byte[] content, Map<String, String> headers, Sink sink) throws IOException {
        Head head = new Head(0, content.length, null).keeping(headers);
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer needed");
        }
        sink.write(ByteBuffer.wrap(content));
        return new Outcome.Found(head, "200");
    }
}
