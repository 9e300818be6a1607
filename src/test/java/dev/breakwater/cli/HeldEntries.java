package dev.breakwater.cli;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that can only be walked, over files of a folder. */
record HeldEntries(List<Entry> entries) implements Store {
    /** An entry whose bytes are the file's from 0 to {@code size}. */
    record Held(Key key, Path file, long size, Digest sha256, String type, Standing standing) implements Entry {
        static Held of(String repository, String path, Path file, String type, Standing standing) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            return new Held(new Key(repository, path), file, bytes.length, Digest.of(bytes), type, standing);
        }

        @Override
        public Meta meta() {
            return new Meta(type, standing, "test", "-", Instant.EPOCH, null, null, false);
        }

        @Override
        public Instant validated() {
            return Instant.EPOCH;
        }

        @Override
        public FileChannel open() throws IOException {
            return FileChannel.open(file);
        }
    }

    @Override
    public void walk(Consumer<Entry> each) {
        entries.forEach(each);
    }

    @Override
    public Optional<Entry> find(Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Staged stage() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Entry commit(Staged staged, Key key, Meta meta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void validated(Key key, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Key key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> names(Key below) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean holdsBelow(Key below) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
