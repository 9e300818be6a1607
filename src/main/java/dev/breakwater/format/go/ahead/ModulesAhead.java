package dev.breakwater.format.go.ahead;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fetches ahead what the go command asks for next when it loads the module graph and then the packages. It asks for few files at a
 * time and waits for each: where a mirror is far away, that wait is the time of the build.
 *
 * <p><b>Graph.</b> The go command reads the go.mod of each requirement of a module whose own go.mod is not pruned, and of those
 * below it, and so on; of a pruned module it reads them only if that module becomes part of the main module's go.mod, as with
 * {@code go get} (Go modules reference, "Module graph pruning" and "Lazy module loading"). {@link AheadStep.Reach} is how far down
 * that goes.
 *
 * <p><b>Archives.</b> Who compiles a package of a module imports, in most cases, packages of the modules that it requires directly, in
 * the highest version of each that the graph has.
 *
 * <p><b>Lists and infos.</b> At its end {@code go get} looks for retractions in the newest version of each module it compiles, and
 * {@code go mod download} wants the info of each module of the graph: who asks that of one module asks it of all.
 *
 * <p>Only what a client has to wait for begins this: what is held leads to nothing. Everything gives way to clients
 * ({@link Caller#BACKGROUND}) in the line for room, stops after some failures in a row or once no client has asked for anything for
 * a while, and has limits that no go.mod can exceed. Thread-safe; nothing waits here but its own threads.
 */
public final class ModulesAhead implements Anticipation {
    private static final int MOST_KNOWN = 20_000;
    private static final int LARGEST_MOD = 1 << 20;

    /** What a zip counts as before its length is known. */
    private static final long ZIP = 4L << 20;

    /** How long a large zip may take. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Of how many modules at most the infos, or lists, are fetched for one request. */
    private static final int MOST_EACH = 1_000;

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Fetcher fetcher;
    private final Predicate<String> isPublic;
    private final boolean archives;
    private final AheadBudget budget;
    private final AheadQueue queue;
    private final Cache<String, Version> highest;
    private final Cache<String, Version> compiled;
    private final Set<Key> own = ConcurrentHashMap.newKeySet();

    /**
     * Fetches by {@code fetcher}, by the time of {@code clock}, a steady one.
     *
     * @param isPublic which module paths may be fetched ahead
     * @param archives whether zips are fetched ahead too
     */
    public ModulesAhead(Fetcher fetcher, Predicate<String> isPublic, boolean archives, InstantSource clock) {
        this.fetcher = fetcher;
        this.isPublic = isPublic;
        this.archives = archives;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.budget = new AheadBudget(ticker);
        this.queue = new AheadQueue(budget::allows, clock, ticker);
        this.highest = versions(ticker);
        this.compiled = versions(ticker);
    }

    private static Cache<String, Version> versions(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterWrite(MEMORY)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void listing(ModuleResources files, ModulePath module) {
        Version version = compiled.getIfPresent(module.plain());
        if (version != null
                && !own.contains(files.list(module).key())
                && queue.isNew(new AheadStep.FetchList(module, version))) {
            add(files, new AheadStep.FetchLists(module, version));
        }
    }

    /** A version that is in no graph yet was chosen: its requirements will be part of the build. */
    @Override
    public void resolving(ModuleResources files, ModulePath module, Version version) {
        if (own.contains(files.info(module, version).key())) {
            return;
        }
        if (version.equals(highest.getIfPresent(module.plain()))) {
            if (queue.isNew(new AheadStep.FetchInfo(module, version))) {
                add(files, new AheadStep.FetchInfos(module, version));
            }
        } else {
            add(files, new AheadStep.LoadGoMod(module, version, AheadStep.Reach.NEXT));
        }
    }

    private static void each(Cache<String, Version> versions, BiConsumer<ModulePath, Version> work) {
        versions.asMap().entrySet().stream().limit(MOST_EACH).forEach(each -> {
            if (ModulePath.parse(each.getKey()) instanceof Parsed.Ok<ModulePath>(ModulePath module)) {
                work.accept(module, each.getValue());
            }
        });
    }

    @Override
    public void loading(ModuleResources files, ModulePath module, Version version) {
        begin(
                files,
                files.mod(module, version).key(),
                new AheadStep.LoadGoMod(module, version, AheadStep.Reach.AS_IT_SAYS));
    }

    /** Who compiles a module has loaded its go.mod; without that, nothing is known of the graph. */
    @Override
    public void building(ModuleResources files, ModulePath module, Version version) {
        if (highest.getIfPresent(module.plain()) == null) {
            return;
        }
        compiled.put(module.plain(), version);
        if (archives) {
            begin(files, files.zip(module, version).key(), new AheadStep.FollowImports(module, version));
        }
    }

    /** Begins with {@code step}, unless {@code key} is fetched from here. */
    private void begin(ModuleResources files, Key key, AheadStep step) {
        if (!own.contains(key)) {
            add(files, step);
        }
    }

    @Override
    public void asked(Key key) {
        queue.asked(budget.asked(key));
    }

    private void add(ModuleResources files, AheadStep step) {
        if (isPublic.test(step.module().plain())) {
            queue.add(step, () -> take(step, files));
        }
    }

    private void take(AheadStep step, ModuleResources files) throws IOException, InterruptedException {
        ModulePath module = step.module();
        Version version = step.version();
        switch (step) {
            case AheadStep.LoadGoMod load -> load(load, files);
            case AheadStep.FollowImports _ -> build(module, version, files);
            case AheadStep.FetchInfos _ ->
                each(highest, (each, selected) -> add(files, new AheadStep.FetchInfo(each, selected)));
            case AheadStep.FetchLists _ ->
                each(compiled, (each, current) -> add(files, new AheadStep.FetchList(each, current)));
            case AheadStep.FetchInfo _ -> fetch(files.info(module, version), 0);
            case AheadStep.FetchList _ -> fetch(files.list(module), 0);
            case AheadStep.FetchZip _ -> {
                if (fetch(files.zip(module, version), ZIP)) {
                    build(module, version, files);
                }
            }
        }
    }

    private void load(AheadStep.LoadGoMod load, ModuleResources files) throws IOException, InterruptedException {
        GoMod mod = mod(load.module(), load.version(), files);
        if (mod == null) {
            return;
        }
        highest.asMap().merge(load.module().plain(), load.version(), ModulesAhead::higher);
        AheadStep.Reach reach = mod.pruned() ? load.reach() : AheadStep.Reach.ALL;
        if (reach == AheadStep.Reach.AS_IT_SAYS) {
            return;
        }
        AheadStep.Reach below = reach == AheadStep.Reach.ALL ? AheadStep.Reach.ALL : AheadStep.Reach.AS_IT_SAYS;
        for (GoMod.Requirement required : mod.requirements()) {
            if (ModulePath.parse(required.path()) instanceof Parsed.Ok<ModulePath>(ModulePath path)
                    && required.version().isCanonical()
                    && (reach == AheadStep.Reach.ALL || isHighest(path, required.version()))) {
                add(files, new AheadStep.LoadGoMod(path, required.version(), below));
            }
        }
    }

    private static Version higher(Version one, Version other) {
        return one.precedence(other) >= 0 ? one : other;
    }

    /** Whether no higher version is known: of a pruned graph only the highest of each module is read. */
    private boolean isHighest(ModulePath module, Version version) {
        Version best = highest.getIfPresent(module.plain());
        return best == null || best.precedence(version) <= 0;
    }

    private void build(ModulePath module, Version version, ModuleResources files)
            throws IOException, InterruptedException {
        GoMod mod = mod(module, version, files);
        if (mod == null) {
            return;
        }
        compiled.put(module.plain(), version);
        for (GoMod.Requirement required : mod.requirements()) {
            Version chosen = required.indirect() ? null : highest.getIfPresent(required.path());
            if (chosen != null
                    && chosen.precedence(required.version()) >= 0
                    && ModulePath.parse(required.path()) instanceof Parsed.Ok<ModulePath>(ModulePath path)) {
                add(files, new AheadStep.FetchZip(path, chosen));
            }
        }
    }

    /** Fetches {@code resource} whose content is not needed here; returns whether it is there. */
    private boolean fetch(Resource resource, long estimate) throws IOException, InterruptedException {
        Answer answer = get(resource, estimate);
        if (!(answer instanceof Answer.Held held)) {
            return false;
        }
        held.body().release();
        if (held.body() instanceof Body.Growing) {
            // it still arrives: this thread counts for it
            fetcher.settle(resource.key(), LONGEST);
        }
        return true;
    }

    /** The go.mod of {@code version}; null if there is none. */
    private @Nullable GoMod mod(ModulePath module, Version version, ModuleResources files)
            throws IOException, InterruptedException {
        return get(files.mod(module, version), 0) instanceof Answer.Held held
                ? GoMod.parse(AnswerBytes.bytes(held, LARGEST_MOD))
                : null;
    }

    private Answer get(Resource resource, long estimate) throws IOException, InterruptedException {
        Key key = resource.key();
        own.add(key);
        boolean counted = budget.begins(key, estimate);
        long fetched = -1;
        try {
            Answer answer = fetcher.get(resource, Caller.BACKGROUND);
            if (answer instanceof Answer.Trouble trouble) {
                throw new IOException(trouble.why());
            }
            fetched = fetched(answer, estimate);
            return answer;
        } finally {
            if (counted) {
                budget.ended(key, fetched);
            }
            own.remove(key);
        }
    }

    /** How many bytes came from an upstream; -1 if none was asked for this. An absence was asked for too. */
    private static long fetched(Answer answer, long estimate) {
        if (!(answer instanceof Answer.Held held)) {
            return 0;
        }
        return switch (held.status()) {
            case HIT, JOINED -> -1;
            case MISS, REVALIDATED, STALE ->
                held.body().length() < 0 ? estimate : held.body().length();
        };
    }
}
