package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Derivation.Derived;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes {@code @latest} from a list, for mirrors without it. */
final class LatestFromList {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Fetcher fetcher;
    private final GoResources resources;

    LatestFromList(Fetcher fetcher, GoResources resources) {
        this.fetcher = fetcher;
        this.resources = resources;
    }

    /** A go.mod, and whether it is unconfirmed. */
    private record ModText(byte[] bytes, boolean provisional) {}

    /**
     * The info of the newest version in {@code list}, as the go command would choose it. It is as uncertain as the list, which
     * may be {@code provisional}, and as the other files that decide.
     */
    Derived ofList(ModulePath module, byte[] list, boolean provisional) throws InterruptedException {
        List<Version> versions = VersionList.versions(list, module);
        if (versions.isEmpty()) {
            return untagged(module, provisional);
        }
        Optional<ModText> compatible = newestCompatible(module, versions);
        boolean modular =
                compatible.isPresent() && !GoMod.isSynthesised(compatible.get().bytes(), module);
        Optional<Version> newest = LatestVersion.of(versions, v -> false, v -> modular);
        if (newest.isEmpty()) {
            return new Derivation.Nothing();
        }
        Optional<ModText> mod = get(resources.mod(module, newest.get()));
        GoMod goMod = GoMod.parse(mod.map(ModText::bytes).orElse(new byte[0]));
        newest = LatestVersion.of(versions, v -> goMod.retraction(v).isPresent(), v -> modular);
        Optional<ModText> info = newest.isEmpty() ? Optional.empty() : get(resources.info(module, newest.get()));
        return made(info, provisional || isProvisional(compatible) || isProvisional(mod));
    }

    /** For a module without tags mirrors may list pseudo-versions, which this server's lists never contain. */
    private Derived untagged(ModulePath module, boolean provisional) throws InterruptedException {
        Optional<ModText> newest = get(resources.untagged(module));
        Version version = newest.isEmpty()
                ? null
                : Version.read(new String(newest.get().bytes(), StandardCharsets.UTF_8).strip());
        Optional<ModText> info = version == null ? Optional.empty() : get(resources.info(module, version));
        return made(info, provisional || isProvisional(newest));
    }

    private static Derived made(Optional<ModText> info, boolean provisional) {
        return info.isPresent()
                ? new Derivation.DerivedContent(
                        info.get().bytes(), provisional || info.get().provisional())
                : new Derivation.Nothing();
    }

    private static boolean isProvisional(Optional<ModText> text) {
        return text.isPresent() && text.get().provisional();
    }

    /** The go.mod of the newest compatible version; only read if it matters whether that has one of its own. */
    private Optional<ModText> newestCompatible(ModulePath module, List<Version> versions) throws InterruptedException {
        Optional<Version> compatible =
                versions.stream().filter(v -> !v.isIncompatible()).max(Version::compareTo);
        return compatible.isEmpty() || versions.stream().noneMatch(Version::isIncompatible)
                ? Optional.empty()
                : get(resources.mod(module, compatible.get()));
    }

    private Optional<ModText> get(Resource resource) throws InterruptedException {
        return fetcher.get(resource, Caller.ANYBODY) instanceof Answer.Held held
                ? Optional.of(new ModText(AnswerBytes.bytes(held, LARGEST), held.provisional()))
                : Optional.empty();
    }
}
