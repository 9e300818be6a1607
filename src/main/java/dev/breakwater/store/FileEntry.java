package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** An entry in a file, as of the moment it was found. */
final class FileEntry implements Entry {
    private final Path file;
    private final Trailer.Read read;
    private final Instant validated;

    FileEntry(Path file, Trailer.Read read, Instant validated) {
        this.file = file;
        this.read = read;
        this.validated = validated;
    }

    Path file() {
        return file;
    }

    @Override
    public Key key() {
        return read.trailer().key();
    }

    @Override
    public Meta meta() {
        return read.trailer().meta();
    }

    @Override
    public Instant validated() {
        return validated;
    }

    @Override
    public long size() {
        return read.trailer().size();
    }

    @Override
    public Digest sha256() {
        return read.trailer().sha256();
    }

    @Override
    public FileChannel open() throws IOException {
        FileChannel channel = opened();
        try {
            Trailer now = Trailer.read(channel).trailer();
            if (!now.sha256().equals(sha256()) || now.size() != size()) {
                throw new EntryGone(key());
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private FileChannel opened() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new EntryGone(key());
        }
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
        byte[] body = read.body();
        return body != null && body.length <= limit ? body.clone() : Entry.super.bytes(limit);
    }
}
