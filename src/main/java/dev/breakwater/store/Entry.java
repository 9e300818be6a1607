package dev.breakwater.store;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;

/** One committed entry: its bytes and their metadata. */
public interface Entry extends Content {
    /** Its name. */
    Key key();

    /** Its metadata. */
    Meta meta();

    /** When its source last confirmed that it is current; for what never changes, when it was committed. */
    Instant validated();

    /**
     * {@inheritDoc}
     *
     * @throws EntryGone if the entry was replaced or removed since it was found: find it again
     */
    @Override
    FileChannel open() throws IOException;
}
