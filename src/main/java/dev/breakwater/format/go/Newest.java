package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Derivation.Derived;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Answers for mirrors that do not know {@code @latest}, from their list. */
final class Newest {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Fetcher fetcher;
    private final GoResources resources;

    Newest(Fetcher fetcher, GoResources resources) {
        this.fetcher = fetcher;
        this.resources = resources;
    }

    /** The info of the newest version in {@code list}, as the go command would choose it. */
    Derived ofList(ModulePath module, byte[] list) throws InterruptedException {
        List<Version> versions = ListAgreement.versions(list, module);
        if (versions.isEmpty()) {
            return untagged(module);
        }
        boolean modular = modular(module, versions);
        Optional<Version> newest = LatestVersion.of(versions, v -> false, v -> modular);
        if (newest.isEmpty()) {
            return new Derivation.Nothing();
        }
        GoMod goMod = GoMod.parse(get(resources.mod(module, newest.get())).orElse(new byte[0]));
        newest = LatestVersion.of(versions, v -> goMod.retraction(v).isPresent(), v -> modular);
        Optional<byte[]> info = newest.isEmpty() ? Optional.empty() : get(resources.info(module, newest.get()));
        return info.isPresent() ? new Derivation.Made(info.get()) : new Derivation.Nothing();
    }

    /** Of a module that was never tagged mirrors may list pseudo-versions, which no list of ours shows. */
    private Derived untagged(ModulePath module) throws InterruptedException {
        Optional<byte[]> newest = get(resources.untagged(module));
        Version version =
                newest.isEmpty() ? null : Version.read(new String(newest.get(), StandardCharsets.UTF_8).strip());
        Optional<byte[]> info = version == null ? Optional.empty() : get(resources.info(module, version));
        return info.isPresent() ? new Derivation.Made(info.get()) : new Derivation.Nothing();
    }

    /** Whether the newest compatible version has a go.mod of its own; only looked into where that matters. */
    private boolean modular(ModulePath module, List<Version> versions) throws InterruptedException {
        Optional<Version> compatible =
                versions.stream().filter(v -> !v.isIncompatible()).max(Version::compareTo);
        if (compatible.isEmpty() || versions.stream().noneMatch(Version::isIncompatible)) {
            return false;
        }
        Optional<byte[]> goMod = get(resources.mod(module, compatible.get()));
        return goMod.isPresent() && !GoMod.isSynthesised(goMod.get(), module);
    }

    private Optional<byte[]> get(Resource resource) throws InterruptedException {
        return fetcher.get(resource, Caller.ANYBODY) instanceof Answer.Held held
                ? Optional.of(Replies.bytes(held, LARGEST))
                : Optional.empty();
    }
}
