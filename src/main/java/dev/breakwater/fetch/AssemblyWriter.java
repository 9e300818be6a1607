package dev.breakwater.fetch;

import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The writer of one attempt into content that several attempts assemble. */
final class AssemblyWriter implements Attempt.Receiver, ContentAssembler.Writer {
    private final Origin origin;
    private final Ask ask;
    private final ContentAssembler assembler;
    private volatile long position;
    private volatile boolean ranges;
    private boolean continues;
    private boolean whole;
    private boolean seconded;

    AssemblyWriter(Origin origin, Ask ask, ContentAssembler assembler) {
        this.origin = origin;
        this.ask = ask;
        this.assembler = assembler;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Ask ask() {
        return ask;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public boolean whole() {
        return whole;
    }

    /** Whether it continued another attempt's content. Valid once the attempt is over. */
    boolean continues() {
        return continues;
    }

    /** Whether to request the rest from its origin on another connection, as this one is silent; true at most once. */
    boolean second() {
        boolean first = ranges && !seconded;
        seconded = true;
        return first;
    }

    @Override
    public boolean begin(Head head) throws IOException {
        assembler.announced(head);
        if (!assembler.acquireWriter(this, head.from())) {
            return false;
        }
        position = head.from();
        whole = head.from() == 0;
        ranges = head.ranges();
        assembler.expect(this, head);
        continues = assembler.arrived() > 0;
        return true;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        long end = position + bytes.remaining();
        assembler.bound(end);
        assembler.accept(this, position, bytes);
        position = end;
    }

    @Override
    public void finish() throws IOException {
        assembler.finish(this, position);
    }

    @Override
    public void release() {
        assembler.releaseWriter(this);
    }
}
