package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The entry of a form that was made from another entry: it is as old as that one, whenever it was made. */
record FormEntry(Entry form, Instant validated) implements Entry {
    /** {@code form}, but no younger than {@code source}; each is null if it is not held. */
    static @Nullable Entry asOld(@Nullable Entry form, @Nullable Entry source) {
        return form == null || source == null || !source.validated().isBefore(form.validated())
                ? form
                : new FormEntry(form, source.validated());
    }

    @Override
    public Key key() {
        return form.key();
    }

    @Override
    public Meta meta() {
        return form.meta();
    }

    @Override
    public long size() {
        return form.size();
    }

    @Override
    public Digest sha256() {
        return form.sha256();
    }

    @Override
    public FileChannel open() throws IOException {
        return form.open();
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
        return form.bytes(limit);
    }
}
