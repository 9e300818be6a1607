package dev.breakwater.format.go;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.GoRequestFuzz;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.format.go.zip.FileContent;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.ownership.NamePatterns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every parser of strangers' bytes, fuzzed. In a normal build each runs once, on nothing, and on the inputs kept in the
 * resources; a run of ten minutes is
 * {@code JAZZER_FUZZ=1 mvn -Dquick test-compile surefire:test@fuzz -Dtest=GoRepositoryFuzzTest#<name>}.
 */
class GoRepositoryFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void path_and_version(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        if (ModulePath.parse(text) instanceof Parsed.Ok<ModulePath>(ModulePath module)) {
            same(ModulePath.parseEscaped(module.escaped()).get(), module);
            module.hasIpLiteralHost();
        }
        if (Version.parse(text) instanceof Parsed.Ok<Version>(Version version)) {
            same(Version.parseEscaped(version.escaped()).get(), version);
            same(Version.parse(version.canonical().text()).get(), version.canonical());
            version.pseudo().ifPresent(pseudo -> {
                pseudo.base();
                pseudo.time();
            });
        }
    }

    private static void same(Object a, Object b) {
        if (!a.equals(b)) {
            throw new AssertionError(a + " is not " + b);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void request(byte[] bytes) {
        GoRequestFuzz.check(new String(bytes, UTF_8));
    }

    @FuzzTest(maxDuration = "10m")
    void zip(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".zip");
        try {
            Files.write(file, bytes);
            ModuleZip check = new ModuleZip(
                    ModulePath.parse("x.y/m").get(), Version.parse("v1.0.0").get());
            int cut = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[bytes.length / 2]) % bytes.length;
            check.update(ByteBuffer.wrap(bytes, 0, cut));
            same(check.finish(new FileContent(file)), whole(file));
        } finally {
            Files.delete(file);
        }
    }

    private static ModuleZip.ZipResult whole(Path file) throws IOException {
        ModuleZip check = new ModuleZip(
                ModulePath.parse("x.y/m").get(), Version.parse("v1.0.0").get());
        try (FileChannel channel = FileChannel.open(file)) {
            check.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
        return check.finish(new FileContent(file));
    }

    @FuzzTest(maxDuration = "10m")
    void go_mod(byte[] bytes) {
        GoMod.parse(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void info(byte[] bytes) {
        if (VersionInfo.parse(bytes) instanceof Parsed.Ok<VersionInfo>(VersionInfo info)) {
            same(VersionInfo.parse(info.json()).get(), info);
        }
    }

    /** What is read of a list, written as a list, reads the same. */
    @FuzzTest(maxDuration = "10m")
    void list(byte[] bytes) {
        ModulePath module = ModulePath.parse("x.y/m").get();
        List<Version> versions = VersionList.versions(bytes, module);
        same(VersionList.versions(VersionList.text(versions), module), versions);
    }

    @FuzzTest(maxDuration = "10m")
    void patterns(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int cut = text.length() / 2;
        NamePatterns.parse(text.substring(0, cut)).match(text.substring(cut));
    }
}
