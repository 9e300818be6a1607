package dev.breakwater.http;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.store.OpenFile;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds what a server under test serves: files, and bodies that still grow. Remembers every file it opened. */
final class Shelf implements Fetcher {
    private final Path folder;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Set<String> coded = new HashSet<>();
    private final Map<String, Supplier<GrowingTail>> growing = new ConcurrentHashMap<>();
    private final Queue<FileChannel> opened = new ConcurrentLinkedQueue<>();
    final Queue<GrowingTail> tails = new ConcurrentLinkedQueue<>();

    Shelf(Path folder) {
        this.folder = folder;
    }

    /** Puts {@code size} random bytes at {@code name}, always the same for the same name. */
    Shelf file(String name, int size) throws IOException {
        return file(name, bytes(name, size));
    }

    Shelf file(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        contents.put(name, content);
        return this;
    }

    /** Puts {@code plain} at {@code name}, stored in gzip. */
    Shelf coded(String name, byte[] plain) throws IOException {
        coded.add(name);
        return file(name, ResponsePreparer.gzip(plain));
    }

    /** The same with its end missing. */
    Shelf damaged(String name, byte[] plain) throws IOException {
        coded.add(name);
        byte[] whole = ResponsePreparer.gzip(plain);
        return file(name, Arrays.copyOf(whole, whole.length - 4));
    }

    /** Puts a body at {@code name} that is still arriving: a tail of its own for each request. */
    Shelf growing(String name, Supplier<GrowingTail> tail) {
        growing.put(name, tail);
        return this;
    }

    byte[] content(String name) {
        byte[] content = contents.get(name);
        if (content == null) {
            throw new IllegalArgumentException("nothing is at " + name);
        }
        return content;
    }

    Set<String> names() {
        return contents.keySet();
    }

    static byte[] bytes(String name, int size) {
        byte[] bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        return bytes;
    }

    @Override
    public Answer get(Resource resource, Caller caller) {
        String name = resource.key().path();
        Supplier<GrowingTail> tail = growing.get(name);
        if (tail != null) {
            GrowingTail made = tail.get();
            tails.add(made);
            return held(new Body.Growing(made, made.length()), null, resource);
        }
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            return new Answer.Absent("there is no " + name, Duration.ZERO);
        }
        return held(
                bytes.length <= 4096 ? new Body.Bytes(bytes) : open(name, bytes.length), Digest.of(bytes), resource);
    }

    private Body open(String name, int size) {
        try {
            FileChannel channel = FileChannel.open(folder.resolve(name));
            opened.add(channel);
            return new Body.Whole(new OpenFile(channel, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer held(Body body, @Nullable Digest digest, Resource resource) {
        return new Answer.Held(
                body,
                new ContentInfo(
                        resource.type(),
                        coded.contains(resource.key().path()) ? "gzip" : "",
                        digest,
                        Instant.EPOCH,
                        resource.freshness(),
                        false,
                        resource.policy().confidential(),
                        Map.of()),
                new CacheInfo(CacheStatus.MISS, "shelf", Instant.MAX, List.of()));
    }

    @Override
    public void refresh(Resource resource) {}

    /** How many of the files and tails that were handed out are still open. */
    long open() {
        return opened.stream().filter(FileChannel::isOpen).count()
                + tails.stream().filter(tail -> !tail.closed()).count();
    }
}
