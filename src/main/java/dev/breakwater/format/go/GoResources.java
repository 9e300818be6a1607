package dev.breakwater.format.go;

import dev.breakwater.event.Events;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.ahead.Anticipation;
import dev.breakwater.format.go.ahead.ModuleResources;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.ModVerifier;
import dev.breakwater.format.go.checksum.ZipVerifier;
import dev.breakwater.format.go.module.GoRequest;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The resources of a module. */
final class GoResources implements ModuleResources {
    private static final Kind LIST = new Kind("list", Traffic.METADATA);
    private static final Kind LATEST = new Kind("latest", Traffic.METADATA);
    private static final Kind QUERY = new Kind("query", Traffic.METADATA);
    private static final Kind INFO = new Kind("info", Traffic.METADATA);
    private static final Kind MOD = new Kind("mod", Traffic.METADATA);
    private static final Kind ZIP = new Kind("zip", Traffic.ARCHIVE);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final String repository;
    private final Tiers origins;
    private final Checksums checksums;
    private final Freshness fresh;
    private final Policy policy;
    private final Existence existence;
    private final HeldModules held;
    private final Events events;
    private final WithdrawnModules gone;
    private final Anticipation ahead;

    GoResources(
            String repository,
            Tiers origins,
            Checksums checksums,
            Duration fresh,
            Policy policy,
            Fetcher fetcher,
            HeldModules held,
            Anticipation ahead,
            Events events) {
        this.repository = repository;
        this.origins = origins;
        this.checksums = checksums;
        this.fresh = Freshness.of(fresh);
        this.policy = policy;
        this.existence = new Existence(checksums, fetcher, this);
        this.held = held;
        this.events = events;
        this.ahead = ahead;
        this.gone = new WithdrawnModules(repository, held, new LatestFromList(fetcher, this), fetcher, events);
    }

    /** The versions of {@code module}, one per line. */
    @Override
    public Resource list(ModulePath module) {
        Recipe recipe = new Recipe.Agreed(
                origins, path(module, "list"), new ListAgreement(repository, module, existence, events));
        return resource(
                module, "list", LIST, fresh, TEXT, recipe, () -> gone.list(module), () -> held.list(module), () -> {
                    ahead.listing(this, module);
                    return List.of();
                });
    }

    /** The newest pseudo-version in the received lists of {@code module}; empty for none. Not stored. */
    Resource untagged(ModulePath module) {
        return new Resource(
                new Key(repository, path(module, "untagged")),
                module.plain(),
                LIST,
                fresh,
                TEXT,
                new Recipe.Agreed(origins, path(module, "list"), new UntaggedAgreement(module, existence)),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                policy.notKept());
    }

    /** The newest version of {@code module}. */
    Resource latest(ModulePath module) {
        String path = module.escaped() + "/@latest";
        return new Resource(
                new Key(repository, path),
                module.plain(),
                LATEST,
                fresh,
                JSON,
                new Recipe.Agreed(origins, path, InfoAgreement.latest(module, existence)),
                () -> gone.latest(module, list(module)),
                () -> held.latest(module),
                List::of,
                policy);
    }

    /** The version of a branch, a tag or a commit. */
    Resource query(GoRequest.VersionQuery query) {
        ModulePath module = query.module();
        String name = URLEncoder.encode(query.escaped(), StandardCharsets.UTF_8).replace("+", "%20") + ".info";
        Recipe recipe = new Recipe.Agreed(origins, path(module, name), InfoAgreement.query(module, existence));
        return resource(module, name, QUERY, fresh, JSON, recipe, Derivation.NONE, () -> held.info(module), List::of);
    }

    /** The info of {@code version}. The go.mod is fetched ahead: clients almost always request it next. */
    @Override
    public Resource info(ModulePath module, Version version) {
        String name = version.escaped() + ".info";
        Recipe recipe = new Recipe.Agreed(origins, path(module, name), InfoAgreement.of(module, version));
        return immutable(module, name, INFO, JSON, recipe, () -> held.info(module), () -> {
            ahead.resolving(this, module, version);
            return List.of(mod(module, version));
        });
    }

    /** The go.mod of {@code version}. */
    @Override
    public Resource mod(ModulePath module, Version version) {
        String name = version.escaped() + ".mod";
        Recipe recipe = new Recipe.One(origins, path(module, name), new ModVerifier(checksums, module, version));
        return immutable(module, name, MOD, TEXT, recipe, () -> held.file(module), () -> {
            ahead.loading(this, module, version);
            return List.of();
        });
    }

    /** The zip of {@code version}. */
    @Override
    public Resource zip(ModulePath module, Version version) {
        String name = version.escaped() + ".zip";
        Recipe recipe = new Recipe.One(origins, path(module, name), new ZipVerifier(checksums, module, version));
        return immutable(module, name, ZIP, "application/zip", recipe, () -> held.file(module), () -> {
            ahead.building(this, module, version);
            return List.of();
        });
    }

    private static String path(ModulePath module, String name) {
        return module.escaped() + "/@v/" + name;
    }

    private Resource immutable(
            ModulePath module,
            String name,
            Kind kind,
            String type,
            Recipe recipe,
            Derivation offlineFallback,
            Supplier<List<Resource>> prefetch) {
        return resource(
                module, name, kind, Freshness.IMMUTABLE, type, recipe, Derivation.NONE, offlineFallback, prefetch);
    }

    private Resource resource(
            ModulePath module,
            String name,
            Kind kind,
            Freshness freshness,
            String type,
            Recipe recipe,
            Derivation ifAbsent,
            Derivation offlineFallback,
            Supplier<List<Resource>> prefetch) {
        return new Resource(
                new Key(repository, path(module, name)),
                module.plain(),
                kind,
                freshness,
                type,
                recipe,
                ifAbsent,
                offlineFallback,
                prefetch,
                policy);
    }
}
