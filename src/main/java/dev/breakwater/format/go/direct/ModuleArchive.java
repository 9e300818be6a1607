package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.ModuleFiles;
import dev.breakwater.format.go.zip.ZipFormat;
import dev.breakwater.git.Commit;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.git.TreeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The zip of a module version ({@code codeRepo.Zip} of cmd/go/internal/modfetch and {@code Create} of golang.org/x/mod/zip):
 * the files of its folder from git archive, the repository's licence if the folder has none, each file by its path below
 * {@code module@version/}.
 */
final class ModuleArchive {
    private static final int LARGEST_LICENSE = 16 * 1024 * 1024;
    private static final int PIECE = 64 * 1024;
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ModuleHome home;
    private final Version version;
    private final ModuleHome.Located found;
    private long bytes;

    ModuleArchive(ModuleHome home, ModuleVersion version) {
        this.home = home;
        this.version = version.version();
        this.found = version.files();
    }

    /**
     * Writes the zip to {@code out}, always the same bytes for the same version.
     *
     * @throws IOException if {@code out} fails
     * @throws GitException if no zip can be made
     */
    void write(OutputStream out) throws IOException {
        String name = home.module() + "@" + version;
        List<TreeFile> files = files();
        Map<String, TreeFile> chosen =
                ModuleFiles.choose(name, TaggedVersions.goMod(found).go(), files);
        boolean licensed = found.folder().isEmpty()
                || files.stream().anyMatch(f -> f.path().equals("LICENSE"));
        Optional<byte[]> inherited =
                licensed ? Optional.empty() : home.repository().file(found.commit(), "LICENSE", LARGEST_LICENSE);
        Path archive = Files.createTempFile(home.repository().scratch(), "archive", ".zip");
        // buffered: a zip is written in tiny pieces, and each piece that leaves is inspected and hashed
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, PIECE))) {
            home.repository().archive(found.commit(), found.folder(), archive, 2L * ZipFormat.MOST_BYTES);
            copy(archive, chosen, name + "/", zip);
            if (inherited.isPresent()) {
                begin(zip, name + "/LICENSE");
                zip.write(inherited.get());
                zip.closeEntry();
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private List<TreeFile> files() throws GitException {
        Commit commit = found.commit();
        String prefix = found.folder().isEmpty() ? "" : found.folder() + "/";
        List<TreeFile> files = new ArrayList<>();
        for (TreeFile file : home.repository().files(commit, found.folder())) {
            files.add(new TreeFile(file.path().substring(prefix.length()), file.mode(), file.size()));
        }
        return files;
    }

    private void copy(Path archive, Map<String, TreeFile> chosen, String prefix, ZipOutputStream zip)
            throws IOException {
        String below = found.folder().isEmpty() ? "" : found.folder() + "/";
        try (ZipFile from = new ZipFile(archive.toFile())) {
            for (String path : chosen.keySet()) {
                ZipEntry entry = from.getEntry(below + path);
                if (entry == null) {
                    throw new GitException(GitFault.BROKEN, "git archive left out " + below + path);
                }
                count(entry.getSize());
                begin(zip, prefix + path);
                try (InputStream in = from.getInputStream(entry)) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        } catch (ZipException e) {
            throw new GitException(GitFault.BROKEN, "git archive made an invalid zip: " + e.getMessage(), e);
        }
    }

    /** Converted line endings can make files larger than they are in the repository. */
    private void count(long size) throws GitException {
        bytes += size;
        if (bytes > ZipFormat.MOST_BYTES) {
            throw new GitException(
                    GitFault.ABSENT,
                    "create zip of " + home.module() + "@" + version + ": module source tree too large");
        }
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }
}
