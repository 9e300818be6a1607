package dev.breakwater.http;

import java.util.HashSet;
import java.util.Set;

/** The open streams of server-sent events: limited by address, with separate room for administrators. */
final class Streams {
    private static final int MOST = 400;
    private static final int ADMINISTRATORS = 50;

    private final Set<EventStream> open = new HashSet<>();
    private final FairShare everybody = new FairShare(MOST);
    private final FairShare administrators = new FairShare(ADMINISTRATORS);

    /** Adds {@code stream}, if there is room for another of its reader. */
    synchronized boolean join(EventStream stream) {
        open.removeIf(each -> {
            boolean gone = each.gone();
            if (gone) {
                shares(each).give(each.reader(), 1);
            }
            return gone;
        });
        return shares(stream).take(stream.reader(), 1) && open.add(stream);
    }

    private FairShare shares(EventStream stream) {
        return stream.administrator() ? administrators : everybody;
    }

    /** Ends them all, so that the shutdown does not wait for endless streams. */
    synchronized void close() {
        open.forEach(EventStream::end);
    }
}
