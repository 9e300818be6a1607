package dev.breakwater.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Asks a server for many files, some at once, and counts what came. */
final class Warming {
    private final ServerFiles client;
    private final ProgressBar progress;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final List<FailedFile> failed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<@Nullable ConnectException> gone = new AtomicReference<>();

    /**
     * Something that could not be had.
     *
     * @param at file and line that name it
     * @param what the path; empty where the line names nothing
     */
    record FailedFile(String at, String what, String why) {
        @Override
        public String toString() {
            return at + ": " + (what.isEmpty() ? "" : what + ": ") + why;
        }
    }

    Warming(ServerFiles client, ProgressBar progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * Asks for all of {@code wanted}, which says by path where each is named.
     *
     * @throws ConnectException if the server stops answering; files fetched until then are stored
     */
    void run(Map<String, String> wanted, int atOnce) throws ConnectException, InterruptedException {
        Queue<Map.Entry<String, String>> queue = new ConcurrentLinkedQueue<>(wanted.entrySet());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, wanted.size()); i++) {
            workers.add(Thread.ofVirtual().name("warm").start(() -> work(queue, wanted.size())));
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
            ServerFiles.Got got = client.get("/" + path);
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

    /** How many the server had already. */
    int held() {
        return held.get();
    }

    /** How many it has now. */
    int fetched() {
        return fetched.get();
    }

    /** How many bytes came. */
    long bytes() {
        return bytes.get();
    }

    /** What could not be had. */
    List<FailedFile> failed() {
        return List.copyOf(failed);
    }
}
