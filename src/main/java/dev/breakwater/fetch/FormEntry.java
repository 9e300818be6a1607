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
record FormEntry(Entry form, Instant validated, Meta meta) implements Entry {
    /** {@code form}, but no younger than {@code source}, and hosted if that is; each is null if it is not held. */
    static @Nullable Entry asOld(@Nullable Entry form, @Nullable Entry source) {
        if (form == null || source == null) {
            return form;
        }
        boolean older = source.validated().isBefore(form.validated());
        boolean hosted = source.meta().hosted() && !form.meta().hosted();
        return older || hosted
                ? new FormEntry(
                        form, older ? source.validated() : form.validated(), hosted ? hosted(form.meta()) : form.meta())
                : form;
    }

    private static Meta hosted(Meta meta) {
        return new Meta(
                meta.type(),
                meta.standing(),
                meta.by(),
                meta.upstream(),
                meta.fetchedAt(),
                true,
                meta.etags(),
                meta.headers(),
                meta.representation());
    }

    @Override
    public Key key() {
        return form.key();
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
