package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;

/**
 * The check whether the versions in mirrors' lists exist: a lagging mirror hides no version, and a lying one invents none. A
 * version that only one mirror lists needs evidence; a version of several is accepted, except the newest: two that lie alike
 * would lead every build to a version that no mirror has.
 */
final class Existence {
    /** How many new versions to check at once; the rest follows with each later fetch of the list, newest first. */
    private static final int AT_ONCE = 50;

    private final Checksums checksums;
    private final Fetcher fetcher;
    private final GoResources resources;

    Existence(Checksums checksums, Fetcher fetcher, GoResources resources) {
        this.checksums = checksums;
        this.fetcher = fetcher;
        this.resources = resources;
    }

    /** The {@code versions} that exist by more than one mirror's word. */
    Set<Version> among(ModulePath module, Collection<Version> versions) throws InterruptedException {
        List<Version> asked =
                new TreeSet<>(versions).descendingSet().stream().limit(AT_ONCE).toList();
        List<FutureTask<Boolean>> answers = new ArrayList<>();
        for (Version version : asked) {
            FutureTask<Boolean> answer = new FutureTask<>(() -> of(module, version));
            answers.add(answer);
            Thread.ofVirtual().name("existence " + module + "@" + version).start(answer);
        }
        Set<Version> existing = new TreeSet<>();
        for (int i = 0; i < asked.size(); i++) {
            if (get(answers.get(i))) {
                existing.add(asked.get(i));
            }
        }
        return existing;
    }

    private static boolean get(FutureTask<Boolean> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("checking a version failed", e.getCause());
        }
    }

    /** Whether every available mirror says "not found" for {@code version}, whatever its list says. */
    boolean denied(ModulePath module, Version version) throws InterruptedException {
        Answer answer = fetcher.get(resources.info(module, version), Caller.ANYBODY);
        if (answer instanceof Answer.Held held) {
            held.body().release();
        }
        return answer instanceof Answer.Absent;
    }

    /** Whether {@code version} has a checksum record, or an info that a second mirror confirms. */
    boolean of(ModulePath module, Version version) throws InterruptedException {
        if (checksums.record(module, version) instanceof Checksums.Recorded) {
            return true;
        }
        if (!(fetcher.get(resources.info(module, version), Caller.ANYBODY) instanceof Answer.Held held)) {
            return false;
        }
        held.body().release();
        return !held.provisional();
    }
}
