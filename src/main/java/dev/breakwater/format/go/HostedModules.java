package dev.breakwater.format.go;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.format.go.publish.Publications;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The lists and newest versions of private modules: the versions published here and those of the module's owner. A published
 * version takes precedence over the owner's of the same name, since the store has it under that name.
 */
final class HostedModules {
    private static final int LARGEST = 16 << 20;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private final String repository;
    private final Publications publications;
    private final Fetcher fetcher;
    private final Freshness fresh;
    private final Events events;
    private final InstantSource clock;

    HostedModules(
            String repository,
            Publications publications,
            Fetcher fetcher,
            Freshness fresh,
            Events events,
            InstantSource clock) {
        this.repository = repository;
        this.publications = publications;
        this.fetcher = fetcher;
        this.fresh = fresh;
        this.events = events;
        this.clock = clock;
    }

    /** The versions of {@code module}; {@code from} is the owner's list. */
    Answer list(ModulePath module, GoResources from, Caller caller) throws InterruptedException {
        List<Version> hosted = hosted(module);
        if (hosted.isEmpty()) {
            return fetcher.get(from.list(module), caller);
        }
        if (caller.storeOnly()) {
            return made(VersionList.text(hosted), false, TEXT);
        }
        Answer theirs = fetcher.get(from.list(module), caller);
        TreeSet<Version> all = new TreeSet<>(hosted);
        boolean sure = theirs instanceof Answer.Absent;
        if (theirs instanceof Answer.Held held) {
            sure = !held.provisional();
            all.addAll(VersionList.versions(AnswerBytes.bytes(held, LARGEST), module));
        }
        return made(VersionList.text(all), !sure, TEXT);
    }

    /** The newest version of {@code module}, likewise. */
    Answer latest(ModulePath module, GoResources from, Caller caller) throws InterruptedException {
        List<Version> hosted = hosted(module);
        Answer theirs = hosted.isEmpty() || !caller.storeOnly()
                ? fetcher.get(from.latest(module), caller)
                : new Answer.Absent("", Duration.ZERO);
        if (hosted.isEmpty()) {
            return theirs;
        }
        boolean sure =
                !(theirs instanceof Answer.Trouble) && !(theirs instanceof Answer.Held held && held.provisional());
        List<Version> all = new ArrayList<>(hosted);
        byte[] said = theirs instanceof Answer.Held held ? AnswerBytes.bytes(held, LARGEST) : new byte[0];
        Version named =
                VersionInfo.parse(said) instanceof Parsed.Ok<VersionInfo>(VersionInfo info) ? info.version() : null;
        if (named != null && !hosted.contains(named)) {
            all.add(named);
        }
        Version newest = newest(module, from, all, caller);
        byte[] json = newest.equals(named) && !hosted.contains(named)
                ? said
                : read(from.info(module, newest), caller).orElse(said);
        return made(json, !sure, JSON);
    }

    private Version newest(ModulePath module, GoResources from, List<Version> versions, Caller caller)
            throws InterruptedException {
        boolean modular = modular(module, from, versions, caller);
        Version first = LatestVersion.of(versions, _ -> false, _ -> modular).orElseThrow();
        GoMod goMod = GoMod.parse(read(from.mod(module, first), caller).orElse(new byte[0]));
        return LatestVersion.of(versions, v -> goMod.retraction(v).isPresent(), _ -> modular)
                .orElse(first);
    }

    /** Whether the newest compatible version has a go.mod of its own; only checked if that matters. */
    private boolean modular(ModulePath module, GoResources from, List<Version> versions, Caller caller)
            throws InterruptedException {
        Optional<Version> compatible =
                versions.stream().filter(v -> !v.isIncompatible()).max(Version::compareTo);
        if (compatible.isEmpty() || versions.stream().noneMatch(Version::isIncompatible)) {
            return true;
        }
        byte[] goMod = read(from.mod(module, compatible.get()), caller).orElse(new byte[0]);
        return !GoMod.isSynthesised(goMod, module);
    }

    private Optional<byte[]> read(Resource resource, Caller caller) throws InterruptedException {
        return fetcher.get(resource, caller) instanceof Answer.Held held
                ? Optional.of(AnswerBytes.bytes(held, LARGEST))
                : Optional.empty();
    }

    private List<Version> hosted(ModulePath module) {
        try {
            return publications.versions(repository, module);
        } catch (IOException e) {
            events.publish(new Event.Alarm(
                    "store", "can't list the published versions of " + module + ": " + e.getMessage(), e));
            return List.of();
        }
    }

    private Answer made(byte[] bytes, boolean provisional, String type) {
        Instant now = clock.instant();
        return new Answer.Held(
                new Body.Bytes(bytes),
                new ContentInfo(type, Digest.of(bytes), now, fresh, provisional, true),
                CacheInfo.madeHere(Instant.MIN));
    }
}
