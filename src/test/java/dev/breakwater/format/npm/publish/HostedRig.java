package dev.breakwater.format.npm.publish;

import dev.breakwater.config.Settings;
import dev.breakwater.event.Event;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Clocks;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Hosted packages over a real store whose commits can fail. */
final class HostedRig implements AutoCloseable {
    final FileStore store;
    final Queue<Key> changed = new ConcurrentLinkedQueue<>();
    final Queue<Event> events = new ConcurrentLinkedQueue<>();
    final HostedPackages packages;
    final Publishing publishing;
    final Unpublishing unpublishing;
    final Tagging tagging;
    final HostedKeys keys = new Keys();

    /** The method of the store that fails from now on; empty for none. */
    final AtomicReference<String> failing = new AtomicReference<>("");

    private record Keys() implements HostedKeys {
        @Override
        public String home() {
            return "npm.private";
        }

        @Override
        public Key document(PackageName name) {
            return new Key("npm.private", name + "/!document");
        }

        @Override
        public Key withdrawn(PackageName name) {
            return new Key("npm.private", name + "/!withdrawn");
        }

        @Override
        public Key tarball(PackageName name, SemanticVersion version) {
            return new Key("npm.private", name.tarball(version));
        }

        @Override
        public boolean isForm(String file) {
            return file.startsWith("!full-");
        }
    }

    /** Has nothing under way. */
    private record IdleFetcher() implements Fetcher {
        @Override
        public Answer get(Resource resource, Caller caller) {
            throw new AssertionError("nothing is fetched");
        }

        @Override
        public void refresh(Resource resource) {}
    }

    HostedRig(Path folder) throws IOException {
        store = FileStore.open(folder.resolve("data"), InstantSource.system(), events::add);
        FormatContext server = new FormatContext(
                new Settings(new LinkedHashMap<>(), new LinkedHashMap<>()),
                breakable(),
                new IdleFetcher(),
                changed::add,
                () -> {
                    throw new AssertionError("nothing is asked");
                },
                events::add,
                new Clocks(InstantSource.system(), InstantSource.system()),
                1);
        packages = new HostedPackages(server, folder.resolve("data/npm/publishing"));
        publishing = new Publishing(packages, keys, OwnKey.at(folder.resolve("data/npm/key.pem")));
        unpublishing = new Unpublishing(packages, keys);
        tagging = new Tagging(packages, keys);
    }

    private Store breakable() {
        return (Store) Proxy.newProxyInstance(
                HostedRig.class.getClassLoader(), new Class<?>[] {Store.class}, (_, method, args) -> {
                    if (method.getName().equals(failing.get())) {
                        throw new IOException("the disk is broken");
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    /** Sends {@code json} to {@code name}. */
    Answer put(String name, String json) throws Exception {
        try (Staged body = staged(json)) {
            return publishing.put(new PackageName(name), body, "ci (token 1a2b3c4d5e)");
        }
    }

    Staged staged(String json) throws IOException {
        Staged body = store.stage();
        body.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        body.complete();
        return body;
    }

    /** The document of {@code name}, as it is stored; empty if there is none. */
    String document(String name) throws IOException {
        return text(keys.document(new PackageName(name)));
    }

    String text(Key key) throws IOException {
        Optional<byte[]> bytes = Optional.empty();
        if (store.find(key).isPresent()) {
            bytes = Optional.of(store.find(key).orElseThrow().bytes(1 << 24));
        }
        return new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    HostedDocument read(String name) throws IOException {
        return HostedReader.read(store.find(keys.document(new PackageName(name))).orElseThrow().stream());
    }

    /** A version of the usual package. */
    HostedDocument.HostedVersion version(String version) throws IOException {
        return Objects.requireNonNull(read("@acme/tool").versions().get(version));
    }

    /** The tarballs of {@code name} that are stored. */
    List<String> tarballs(String name) throws IOException {
        return store.names(new Key("npm.private", name + "/-")).stream()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
