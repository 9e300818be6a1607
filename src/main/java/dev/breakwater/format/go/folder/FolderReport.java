package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.repository.FolderTransfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The counts of an export or import: files written, present and refused. Used by one thread. */
final class FolderReport {
    private final FolderTransfer.TransferProgress progress;
    private final List<FolderTransfer.RefusedModule> refused = new ArrayList<>();
    private final Set<ModulePath> modules = new HashSet<>();
    private int all;
    private int done;
    private int written;
    private int there;
    private long bytes;

    FolderReport(FolderTransfer.TransferProgress progress) {
        this.progress = progress;
    }

    void expect(int versions) {
        all = versions;
    }

    void refused(String path, String why) {
        refused.add(new FolderTransfer.RefusedModule(path, why));
    }

    void written(long size) {
        written++;
        bytes += size;
    }

    void there() {
        there++;
    }

    /** One more version is done. */
    void done(ModulePath module) {
        modules.add(module);
        progress.show(++done, all, bytes);
    }

    FolderTransfer.Carried summary() {
        return new FolderTransfer.Carried(modules.size(), done, written, there, bytes, List.copyOf(refused));
    }
}
