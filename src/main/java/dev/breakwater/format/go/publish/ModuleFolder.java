package dev.breakwater.format.go.publish;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.ModuleFiles;
import dev.breakwater.git.GitException;
import dev.breakwater.git.TreeFile;
import dev.breakwater.repository.ReleasePacking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A module's source folder, packed as the zip of a version, with the files that {@code CreateFromDir} of golang.org/x/mod/zip
 * takes: no other modules below it, nothing vendored, no symbolic links, no version control data.
 */
public final class ModuleFolder implements ReleasePacking.NamedRelease {
    private static final Set<String> VERSION_CONTROL = Set.of(".bzr", ".git", ".hg", ".svn");
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ModulePath module;
    private final Version version;

    private ModuleFolder(ModulePath module, Version version) {
        this.module = module;
        this.version = version;
    }

    /**
     * For {@code release}, as in {@code git.example.com/lib@v1.2.3}.
     *
     * @throws IllegalArgumentException if it is not a canonical version of a module; the message says why
     */
    public static ModuleFolder of(String release) {
        int at = release.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(release + " has no version; write MODULE@VERSION");
        }
        ModulePath module = right(ModulePath.parse(release.substring(0, at)), release);
        Version version = right(Version.parse(release.substring(at + 1)), release);
        if (!module.hasCanonical(version)) {
            throw new IllegalArgumentException(release + ": "
                    + module.mismatch(version).orElse(version + " is not canonical; write " + version.canonical()));
        }
        return new ModuleFolder(module, version);
    }

    private static <T> T right(Parsed<T> parsed, String release) {
        return switch (parsed) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Bad<T>(String why) -> throw new IllegalArgumentException(release + ": " + why);
        };
    }

    @Override
    public String path() {
        return module.escaped() + "/@v/" + version.escaped() + ".zip";
    }

    @Override
    public void pack(Path folder, OutputStream out) throws IOException {
        Path goMod = folder.resolve("go.mod");
        if (!Files.isRegularFile(goMod)) {
            throw new IllegalArgumentException(folder + " has no go.mod: name the folder that has it");
        }
        String go = GoMod.parse(Files.readAllBytes(goMod)).go();
        Map<String, TreeFile> chosen;
        try {
            chosen = ModuleFiles.choose(module + "@" + version, go, files(folder));
        } catch (GitException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String path : chosen.keySet()) {
                ZipEntry entry = new ZipEntry(module + "@" + version + "/" + path);
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                Files.copy(folder.resolve(path), zip);
                zip.closeEntry();
            }
        }
    }

    private static List<TreeFile> files(Path folder) throws IOException {
        List<TreeFile> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                boolean ours = at.equals(folder)
                        || !(VERSION_CONTROL.contains(String.valueOf(at.getFileName()))
                                || Files.isRegularFile(at.resolve("go.mod"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    files.add(new TreeFile(path, "100644", attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(TreeFile::path));
        return files;
    }
}
