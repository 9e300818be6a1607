package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.module.ModulePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what becomes of modules' files on their way into a folder or out of one. Used by one thread. */
public final class FolderReport {
    private final ReportProgress progress;
    private final List<RefusedFile> refused = new ArrayList<>();
    private final Set<ModulePath> modules = new HashSet<>();
    private int all;
    private int done;
    private int written;
    private int there;
    private long bytes;

    /** Hears how far it is. */
    @FunctionalInterface
    public interface ReportProgress {
        /** So many versions of so many are done, and so many bytes were written. */
        void show(int done, int all, long bytes);
    }

    /** A file that was not taken, and why. */
    public record RefusedFile(String path, String why) {}

    /**
     * What it came to.
     *
     * @param written files that are new there, of {@code bytes} together
     * @param there files that were there already, and as they should be
     */
    public record ReportSummary(
            int modules, int versions, int written, int there, long bytes, List<RefusedFile> refused) {}

    FolderReport(ReportProgress progress) {
        this.progress = progress;
    }

    void expect(int versions) {
        all = versions;
    }

    void refused(String path, String why) {
        refused.add(new RefusedFile(path, why));
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

    ReportSummary summary() {
        return new ReportSummary(modules.size(), done, written, there, bytes, List.copyOf(refused));
    }
}
