package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.store.Key;
import java.util.List;

/** The choice of modules for a folder: private ones only if they are given by name. */
final class FolderChoice {
    private final String repository;
    private final NamePatterns modules;
    private final boolean all;
    private final NamePatterns privates;
    private final NamePatterns given;

    FolderChoice(FolderJob job) {
        this.repository = job.repository();
        this.modules = NamePatterns.of(job.modules());
        this.all = job.modules().isEmpty();
        this.privates = NamePatterns.of(job.privates());
        this.given = NamePatterns.of(job.given());
    }

    /** Whether the module is chosen, a private one only if it is given; {@code key} is the key of one of its files. */
    boolean wants(ModulePath module, Key key) {
        return names(module)
                && (!isPrivate(module) || isGiven(module))
                && key.repository().equals(home(module));
    }

    /** The key of {@code file}. */
    Key key(ModuleFile file) {
        return new Key(home(file.module()), file.path());
    }

    private String home(ModulePath module) {
        return isPrivate(module) ? PrivateHome.of(repository) : repository;
    }

    /** Whether the patterns name the module, private or not. */
    boolean names(ModulePath module) {
        return all || modules.give(module.plain());
    }

    boolean isPrivate(ModulePath module) {
        return privates.isPrivate(module.plain());
    }

    boolean isGiven(ModulePath module) {
        return given.give(module.plain());
    }

    /** The statement of the first of {@code databases} that has a record; without databases only the form is checked. */
    static Checksums first(List<FolderProofs> databases) {
        if (databases.isEmpty()) {
            return Checksums.NONE;
        }
        return (module, version) -> {
            Checksums.ChecksumStatement last = databases.getFirst().record(module, version);
            for (int i = 1; i < databases.size() && !(last instanceof Checksums.Recorded); i++) {
                Checksums.ChecksumStatement next = databases.get(i).record(module, version);
                last = next instanceof Checksums.NotRecorded ? last : next;
            }
            return last;
        };
    }
}
