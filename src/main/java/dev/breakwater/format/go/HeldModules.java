package dev.breakwater.format.go;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Derivation.Derived;
import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers about modules from the store if no upstream answers: only versions with a stored info and go.mod are listed, so that
 * no client requests an unavailable one.
 */
final class HeldModules {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final String repository;
    private final Store store;
    private final Events events;
    private final boolean everything;

    private HeldModules(String repository, Store store, Events events, boolean everything) {
        this.repository = repository;
        this.store = store;
        this.events = events;
        this.everything = everything;
    }

    /** For modules of upstreams. */
    HeldModules(String repository, Store store, Events events) {
        this(repository, store, events, false);
    }

    /** For modules uploaded to this server: what is not stored does not exist. */
    static HeldModules everything(String repository, Store store, Events events) {
        return new HeldModules(repository, store, events, true);
    }

    /** The list of stored versions. */
    Derived list(ModulePath module) {
        return derive(module, () -> {
            List<Version> tagged = versions(module, Standing.CONFIRMED, Standing.PROVISIONAL).stream()
                    .filter(v -> v.pseudo().isEmpty())
                    .toList();
            return tagged.isEmpty() ? Optional.empty() : Optional.of(VersionList.text(tagged));
        });
    }

    /** The info of the newest stored version. */
    Derived latest(ModulePath module) {
        return derive(module, () -> newest(module, versions(module, Standing.CONFIRMED, Standing.PROVISIONAL)));
    }

    private Optional<byte[]> newest(ModulePath module, List<Version> versions) throws IOException {
        Optional<Version> newest = LatestVersion.of(versions, v -> false, v -> real(module, v));
        if (newest.isPresent()) {
            GoMod goMod = GoMod.parse(read(module, newest.get(), ".mod").orElse(new byte[0]));
            newest = LatestVersion.of(versions, v -> goMod.retraction(v).isPresent(), v -> real(module, v));
        }
        return newest.isEmpty() ? Optional.empty() : read(module, newest.get(), ".info");
    }

    /**
     * The list of a withdrawn module, for which every upstream says "not found": the stored, confirmed versions, and those of
     * the last list; empty if no confirmed version is stored.
     */
    Optional<byte[]> lastList(ModulePath module) throws IOException {
        TreeSet<Version> known = new TreeSet<>(versions(module, Standing.CONFIRMED));
        known.removeIf(version -> version.pseudo().isPresent());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<Entry> last = find(module, "list").filter(entry -> entry.meta().standing() != Standing.ABSENT);
        if (last.isPresent()) {
            known.addAll(VersionList.versions(last.get().bytes(LARGEST), module));
        }
        return Optional.of(VersionList.text(known));
    }

    /** The info of the newest stored, confirmed version of a withdrawn module. */
    Optional<byte[]> lastNewest(ModulePath module) throws IOException {
        return newest(module, versions(module, Standing.CONFIRMED));
    }

    /** No info of {@code module} exists, if a shorter path is known to be a module and this one is not. */
    Derived info(ModulePath module) {
        return derive(module, Optional::empty);
    }

    /**
     * A go.mod or a zip of {@code module}. The go command requests these only if it knows already that the module exists, from
     * a go.sum for example: a shorter path that is a module says nothing about them.
     */
    Derived file(ModulePath module) {
        return everything ? hostedElsewhere(module) : new Derivation.Nothing();
    }

    private interface HeldAnswer {
        Optional<byte[]> make() throws IOException;
    }

    private Derived derive(ModulePath module, HeldAnswer making) {
        try {
            Optional<byte[]> made = making.make();
            if (made.isPresent()) {
                return new Derivation.DerivedContent(made.get());
            }
            if (everything) {
                return hostedElsewhere(module);
            }
            return holdsAnything(module) ? new Derivation.Nothing() : shorter(module);
        } catch (IOException e) {
            events.publish(
                    new Event.Alarm("store", "can't read the stored versions of " + module + ": " + e.getMessage(), e));
            return new Derivation.Nothing();
        }
    }

    private static Derived hostedElsewhere(ModulePath module) {
        return new Derivation.Never(module + " is hosted on this server, and this file was not uploaded");
    }

    private Derived shorter(ModulePath module) throws IOException {
        String path = module.escaped();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String prefix = path.substring(0, slash);
            if (ModulePath.parseEscaped(prefix) instanceof Parsed.Ok<ModulePath>(ModulePath parent)
                    && isModule(parent)) {
                return new Derivation.Never("no upstream answers, and nothing of " + module + " is cached, only of "
                        + parent + ", so the server treats it as a package of that module");
            }
        }
        return new Derivation.Nothing();
    }

    /** Whether any content of {@code module} is stored, confirmed or not: then it may be a module. */
    private boolean holdsAnything(ModulePath module) throws IOException {
        return holds(module, names(module), Standing.CONFIRMED, Standing.PROVISIONAL);
    }

    /**
     * Whether {@code module} is known to be a module: a file of one of its versions is stored and confirmed. A cached absence
     * says the opposite, and a list may be empty.
     */
    private boolean isModule(ModulePath module) throws IOException {
        List<String> files = names(module).stream()
                .filter(name -> ModuleFile.of(module.escaped() + "/@v/" + name) != null)
                .toList();
        return holds(module, files, Standing.CONFIRMED);
    }

    private boolean holds(ModulePath module, Collection<String> names, Standing... worth) throws IOException {
        for (String name : names) {
            Optional<Entry> entry = find(module, name);
            if (entry.isPresent() && List.of(worth).contains(entry.get().meta().standing())) {
                return true;
            }
        }
        return false;
    }

    private Optional<Entry> find(ModulePath module, String name) throws IOException {
        return store.find(new Key(repository, module.escaped() + "/@v/" + name));
    }

    private Set<String> names(ModulePath module) throws IOException {
        return new TreeSet<>(store.names(new Key(repository, module.escaped() + "/@v")));
    }

    private List<Version> versions(ModulePath module, Standing... worth) throws IOException {
        Set<String> names = names(module);
        List<Version> versions = new ArrayList<>();
        for (String name : names) {
            String escaped = name.endsWith(".mod") ? name.substring(0, name.length() - 4) : "";
            if (names.contains(escaped + ".info")
                    && Version.parseEscaped(escaped) instanceof Parsed.Ok<Version>(Version version)
                    && module.hasCanonical(version)
                    && holds(module, Set.of(escaped + ".info"), worth)
                    && holds(module, Set.of(escaped + ".mod"), worth)) {
                versions.add(version);
            }
        }
        return versions.stream().sorted().toList();
    }

    private Optional<Entry> entry(ModulePath module, Version version, String suffix) throws IOException {
        return find(module, version.escaped() + suffix).filter(e -> e.meta().standing() != Standing.ABSENT);
    }

    private Optional<byte[]> read(ModulePath module, Version version, String suffix) throws IOException {
        Optional<Entry> entry = entry(module, version, suffix);
        return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get().bytes(LARGEST));
    }

    private boolean real(ModulePath module, Version version) {
        try {
            return !GoMod.isSynthesised(read(module, version, ".mod").orElse(new byte[0]), module);
        } catch (IOException e) {
            return false;
        }
    }
}
