package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder's {@code @v/list} and {@code @latest}: they name only versions whose files are all there. */
final class FolderLists {
    private FolderLists() {}

    /** Writes both of {@code module}; neither if there is no complete version. */
    static void write(FolderFiles folder, ModulePath module) throws IOException {
        Set<Version> whole = whole(folder, module);
        if (whole.isEmpty()) {
            return;
        }
        String below = module.escaped() + "/";
        List<Version> tagged = whole.stream().filter(v -> v.pseudo().isEmpty()).toList();
        folder.write(below + "@v/list", VersionList.text(tagged));
        Version newest = newest(folder, module, whole);
        Optional<byte[]> info = folder.read(new ModuleFile(module, newest, ModuleFile.INFO).path());
        if (info.isPresent()) {
            folder.write(below + "@latest", info.get());
        }
    }

    private static Set<Version> whole(FolderFiles folder, ModulePath module) throws IOException {
        Set<Version> whole = new TreeSet<>();
        Path at = folder.at(module.escaped() + "/@v");
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            return whole;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(at, "*." + ModuleFile.ZIP)) {
            for (Path file : files) {
                ModuleFile zip = ModuleFile.of(module.escaped() + "/@v/" + file.getFileName());
                if (zip != null
                        && Stream.of(ModuleFile.INFO, ModuleFile.MOD)
                                .allMatch(kind ->
                                        Files.exists(folder.at(new ModuleFile(module, zip.version(), kind).path())))) {
                    whole.add(zip.version());
                }
            }
        }
        return whole;
    }

    private static Version newest(FolderFiles folder, ModulePath module, Set<Version> versions) throws IOException {
        GoMods mods = new GoMods(folder, module);
        Version first = LatestVersion.of(versions, _ -> false, mods::real).orElseThrow();
        GoMod newest = GoMod.parse(mods.read(first));
        return LatestVersion.of(versions, v -> newest.retraction(v).isPresent(), mods::real)
                .orElse(first);
    }

    private record GoMods(FolderFiles folder, ModulePath module) {
        byte[] read(Version version) throws IOException {
            return folder.read(new ModuleFile(module, version, ModuleFile.MOD).path())
                    .orElse(new byte[0]);
        }

        boolean real(Version version) {
            try {
                return !GoMod.isSynthesised(read(version), module);
            } catch (IOException e) {
                return false;
            }
        }
    }
}
