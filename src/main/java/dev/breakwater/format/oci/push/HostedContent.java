package dev.breakwater.format.oci.push;

import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.store.CommitResult;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.PublishedEntries;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.store.UploadSessions;
import dev.breakwater.upstream.KeptHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is pushed here, in the store. Each entry is on the disk before the one that names it: the bytes of a blob, then the link by
 * which an image has it, then the manifest, then the tag. Changes of one image wait for each other.
 */
final class HostedContent {
    private static final int LONGEST_POINTER = 200;
    private static final int TRIES = 5;

    private final FormatContext server;
    private final HostedImageKeys keys;
    private final String repository;
    private final ImageLocks locks;

    /** Of the repository of that name. */
    HostedContent(String repository, HostedImageKeys keys, ImageLocks locks, FormatContext server) {
        this.repository = repository;
        this.keys = keys;
        this.locks = locks;
        this.server = server;
    }

    HostedImageKeys keys() {
        return keys;
    }

    /** The path of {@code rest} of an image, as clients reach it: the repository's name finds it, whatever else is configured. */
    String path(ImageName name, String rest) {
        return "/v2/" + repository + "/" + name + "/" + rest;
    }

    /** What a permission for an image is about. */
    static Subject subject(ImageName name) {
        return new Subject(name.text(), true);
    }

    /** Who sends a request, as uploads have it. */
    static String by(CallerIdentity identity) throws InterruptedException {
        Principal who =
                identity.recognise() instanceof Recognition.Identified(Principal known) ? known : Principal.ANONYMOUS;
        return who.name() + " (" + who.credential() + ")";
    }

    ReentrantLock lock(ImageName name) {
        return locks.of(repository, name);
    }

    UploadSessions uploads() {
        return server.store().uploads();
    }

    Staged stage() throws IOException {
        return server.store().stage();
    }

    /** The entry of {@code key}; null if there is none that was pushed. */
    @Nullable
    Entry find(Key key) throws IOException {
        return server.store()
                .find(key)
                .filter(entry -> entry.meta().standing() != Standing.ABSENT
                        && entry.meta().hosted())
                .orElse(null);
    }

    /** Whether the image has it, as a blob or as a manifest. If it is both, both are used: either may be what is meant. */
    boolean has(ImageName name, ContentDigest digest) throws IOException {
        boolean blob = find(keys.link(name, digest)) != null;
        boolean manifest = find(keys.manifest(name, digest)) != null;
        return blob || manifest;
    }

    /** The last elements of the keys directly below {@code folder}. */
    List<String> names(Key folder) throws IOException {
        return server.store().names(folder);
    }

    /** The last elements of the folders directly below {@code path}, which is empty for all that is hosted. */
    List<String> folders(String path) throws IOException {
        return server.store().folders(keys.home(), path);
    }

    /** Whether anything was pushed to the image that is still there. */
    boolean exists(ImageName name) throws IOException {
        return !names(keys.tags(name)).isEmpty() || server.store().holdsBelow(keys.manifests(name));
    }

    /** Stores {@code content} under its digest, whatever is there. */
    void commit(Staged content, Key key, String type, ContentDigest digest, String by) throws IOException {
        Map<String, String> headers = Map.of(KeptHeaders.TYPE, type, ContentDigest.HEADER, digest.text());
        server.store().commit(content, key, meta(type, headers, by));
        server.changes().accept(key);
    }

    /** Stores a short entry. */
    void put(Key key, byte[] bytes, String type, Map<String, String> headers, String by) throws IOException {
        try (Staged staged = staged(bytes)) {
            server.store().commit(staged, key, meta(type, headers, by));
        }
        server.changes().accept(key);
    }

    /** Makes {@code key} stand for {@code digest}: compares what is there, and sets it. */
    void point(Key key, ContentDigest digest, String by) throws IOException {
        byte[] line = (digest + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < TRIES; i++) {
            Entry current = server.store()
                    .find(key)
                    .filter(entry -> entry.meta().standing() != Standing.ABSENT)
                    .orElse(null);
            try (Staged staged = staged(line)) {
                CommitResult result = server.store()
                        .replace(
                                staged,
                                key,
                                meta("text/plain", Map.of(), by),
                                current == null ? null : current.sha256());
                if (result instanceof CommitResult.Committed) {
                    server.changes().accept(key);
                    return;
                }
            }
        }
        throw new IOException(key + " is being changed by others");
    }

    /** What {@code key} stands for; empty for nothing. */
    Optional<ContentDigest> pointed(Key key) throws IOException {
        Entry entry = find(key);
        return entry == null
                ? Optional.empty()
                : ContentDigest.parse(new String(entry.bytes(LONGEST_POINTER), StandardCharsets.US_ASCII).strip());
    }

    /** The same; to look is no use of it. */
    Optional<ContentDigest> lookedAt(Key key) throws IOException {
        byte[] bytes = published().read(key, LONGEST_POINTER).orElse(null);
        if (bytes == null) {
            return Optional.empty();
        }
        Optional<ContentDigest> digest = ContentDigest.parse(new String(bytes, StandardCharsets.US_ASCII).strip());
        if (digest.isEmpty()) {
            throw new IOException(key + " has no digest");
        }
        return digest;
    }

    private Staged staged(byte[] bytes) throws IOException {
        Staged staged = server.store().stage();
        try {
            staged.write(ByteBuffer.wrap(bytes));
            staged.complete();
            return staged;
        } catch (IOException e) {
            staged.close();
            throw e;
        }
    }

    private Meta meta(String type, Map<String, String> headers, String by) {
        return new Meta(type, Standing.CONFIRMED, "pushed by " + by, "-", now(), true, Map.of(), headers);
    }

    void remove(Key key) throws IOException {
        server.store().remove(key);
        server.changes().accept(key);
    }

    PublishedEntries published() {
        return server.store().published();
    }

    /** Removes what was pushed and not touched since {@code since}; returns how many bytes that frees. */
    long removeUnused(Key key, Instant since) throws IOException {
        long size = published().removeUnused(key, since);
        if (size > 0) {
            server.changes().accept(key);
        }
        return size;
    }

    /** Lets a manifest be as young as if it were pushed now: something that named it no longer does. */
    void renew(ImageName name, ContentDigest digest) throws IOException {
        server.store().validated(keys.manifest(name, digest), now());
    }

    Instant now() {
        return server.clocks().wall().instant();
    }

    void note(String what) {
        server.events().publish(new Event.LogNote(repository, what));
    }

    void alarm(Event.Alarm alarm) {
        server.events().publish(alarm);
    }

    /** What the client is told if {@code why} prevented {@code what}. */
    Answer failed(String what, IOException why) {
        server.events().publish(new Event.Alarm("store", "can't " + what + ": " + why.getMessage(), why));
        return PushAnswers.trouble("the store of this server can't be written, so it can't " + what);
    }
}
