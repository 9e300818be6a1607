package dev.breakwater.cli;

import dev.breakwater.repository.FollowUps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A run of requests for many files from a server, some at once, with counts of the results. */
final class Warming {
    /** How far files lead to others: an index of indexes, an image, its layers. */
    private static final int DEEPEST = 6;

    /** To how many further files the named ones lead at most: each index may name thousands, and each of these thousands more. */
    static final int MOST_FOUND = 100_000;

    private final ServerFiles client;
    private final ProgressBar progress;
    private final @Nullable FollowUps followUps;
    private final List<String> platforms;
    private final int mostFound;
    private final FoundFiles found = new FoundFiles();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final List<FailedFile> failed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<@Nullable ConnectException> gone = new AtomicReference<>();

    /**
     * A file that could not be fetched.
     *
     * @param at file and line that name it
     * @param what the path; empty if the line names nothing
     */
    record FailedFile(String at, String what, String why) {
        @Override
        public String toString() {
            return at + ": " + (what.isEmpty() ? "" : what + ": ") + why;
        }
    }

    /**
     * From that server.
     *
     * @param followUps says what a file leads to; null if none leads to others
     * @param platforms the platforms to fetch for; empty for the usual one
     * @param mostFound to how many further files the named ones lead at most
     */
    Warming(
            ServerFiles client,
            ProgressBar progress,
            @Nullable FollowUps followUps,
            List<String> platforms,
            int mostFound) {
        this.client = client;
        this.progress = progress;
        this.followUps = followUps;
        this.platforms = List.copyOf(platforms);
        this.mostFound = mostFound;
    }

    /** The files that others lead to. Thread-safe. */
    private final class FoundFiles {
        private final Set<String> known = new HashSet<>();
        private Map<String, String> next = new LinkedHashMap<>();
        private int named;
        private boolean full;

        synchronized void begin(Set<String> paths) {
            known.addAll(paths);
            named = known.size();
        }

        /** Adds a file to the next wave, if it is new. */
        synchronized void add(String path, String at) {
            if (known.contains(path)) {
                return;
            }
            if (known.size() - named < mostFound) {
                known.add(path);
                next.put(path, at);
            } else if (!full) {
                full = true;
                failed.add(new FailedFile(
                        at,
                        "",
                        "leads to more than " + mostFound + " further files, and the others are not fetched: name fewer"
                                + " files or platforms"));
            }
        }

        /** The next wave. */
        synchronized Map<String, String> take() {
            Map<String, String> taken = next;
            next = new LinkedHashMap<>();
            return taken;
        }

        synchronized int all() {
            return known.size();
        }
    }

    /**
     * Requests all of {@code wanted}, which maps each path to the place that names it, and then what that leads to.
     *
     * @throws ConnectException if the server stops answering; files fetched until then are stored
     */
    void run(Map<String, String> wanted, int atOnce) throws ConnectException, InterruptedException {
        found.begin(wanted.keySet());
        Map<String, String> wave = wanted;
        for (int depth = 0; depth < DEEPEST && !wave.isEmpty(); depth++) {
            wave(wave, found.all(), atOnce);
            wave = found.take();
        }
    }

    private void wave(Map<String, String> wanted, int all, int atOnce) throws ConnectException, InterruptedException {
        Queue<Map.Entry<String, String>> queue = new ConcurrentLinkedQueue<>(wanted.entrySet());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, wanted.size()); i++) {
            workers.add(Thread.ofVirtual().name("warm").start(() -> work(queue, all)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        progress.over();
        ConnectException why = gone.get();
        if (why != null) {
            throw why;
        }
    }

    private void work(Queue<Map.Entry<String, String>> queue, int all) {
        for (Map.Entry<String, String> next; gone.get() == null && (next = queue.poll()) != null; ) {
            get(next.getKey(), next.getValue());
            String problems = failed.isEmpty() ? "" : ", " + failed.size() + " failed";
            progress.show(held.get() + fetched.get() + failed.size(), all, Sizes.shown(bytes.get()) + problems);
        }
    }

    private void get(String path, String at) {
        try {
            boolean leadsOn = followUps != null && followUps.leadsOn(path);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            ServerFiles.Got got = client.get("/" + path, leadsOn ? content : OutputStream.nullOutputStream());
            if (got.found() && leadsOn) {
                follow(path, at, content.toByteArray());
            }
            bytes.addAndGet(got.bytes());
            if (got.found()) {
                (got.held() ? held : fetched).incrementAndGet();
            } else {
                failed.add(new FailedFile(at, path, got.why()));
            }
        } catch (ConnectException e) {
            gone.compareAndSet(null, e);
        } catch (IOException e) {
            failed.add(new FailedFile(at, path, String.valueOf(e.getMessage())));
        }
    }

    private void follow(String path, String at, byte[] content) {
        FollowUps.NextFiles next = Objects.requireNonNull(followUps).after(path, content, platforms);
        if (!next.wrong().isEmpty()) {
            failed.add(new FailedFile(at, path, next.wrong()));
        }
        next.paths().forEach(each -> found.add(each, at));
    }

    /** How many files the server had already. */
    int held() {
        return held.get();
    }

    /** How many files it fetched. */
    int fetched() {
        return fetched.get();
    }

    /** How many bytes it sent. */
    long bytes() {
        return bytes.get();
    }

    /** The files that could not be fetched. */
    List<FailedFile> failed() {
        return List.copyOf(failed);
    }
}
