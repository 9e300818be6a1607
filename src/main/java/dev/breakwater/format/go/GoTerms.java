package dev.breakwater.format.go;

import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.format.go.module.GoModHash;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.probe.ProbedProtocol;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The protocol of Go modules for probes: addresses, lists, infos and hashes. */
public final class GoTerms implements ProbedProtocol {
    @Override
    public Optional<String> fault(String module, @Nullable String version) {
        return switch (ModulePath.parse(module)) {
            case Parsed.Bad<ModulePath>(String why) -> Optional.of(why);
            case Parsed.Ok<ModulePath>(ModulePath path) -> version == null ? Optional.empty() : fault(path, version);
        };
    }

    private static Optional<String> fault(ModulePath module, String version) {
        return switch (Version.parse(version)) {
            case Parsed.Bad<Version>(String why) -> Optional.of(why);
            case Parsed.Ok<Version>(Version read) ->
                module.hasCanonical(read)
                        ? Optional.empty()
                        : Optional.of(module.mismatch(read)
                                .orElse(version + " is not the whole version: write one like v1.2.3"));
        };
    }

    @Override
    public String list(String module) {
        return escaped(module) + "/@v/list";
    }

    @Override
    public String latest(String module) {
        return escaped(module) + "/@latest";
    }

    @Override
    public String file(String module, String version, String kind) {
        return escaped(module) + "/@v/" + Escaping.escape(version) + "." + kind;
    }

    @Override
    public String lookup(String module, String version) {
        return "lookup/" + escaped(module) + "@" + Escaping.escape(version);
    }

    private static String escaped(String module) {
        return ModulePath.parse(module).get().escaped();
    }

    @Override
    public Optional<List<String>> versions(String module, byte[] list) {
        return VersionList.fault(list).isEmpty()
                ? Optional.of(
                        VersionList.versions(list, ModulePath.parse(module).get()).stream()
                                .map(Version::text)
                                .toList())
                : Optional.empty();
    }

    @Override
    public int compare(String version, String other) {
        return Version.parse(version).get().compareTo(Version.parse(other).get());
    }

    @Override
    public Optional<String> newest(Collection<String> versions) {
        List<Version> all =
                versions.stream().map(Version::read).filter(Objects::nonNull).toList();
        return LatestVersion.of(all, v -> false, v -> true).map(Version::text);
    }

    @Override
    public Optional<LatestClaim> told(byte[] info) {
        return VersionInfo.parse(info) instanceof Parsed.Ok<VersionInfo>(VersionInfo read)
                ? Optional.of(new LatestClaim(read.version().text(), read.time()))
                : Optional.empty();
    }

    @Override
    public String goMod(byte[] bytes) {
        return GoModHash.h1(bytes);
    }

    @Override
    public Optional<String> zip(String module, String version, Content zip) throws IOException {
        ModuleZip check = new ModuleZip(
                ModulePath.parse(module).get(), Version.parse(version).get());
        return check.finish(zip) instanceof ModuleZip.ZipResult.Hashed(String h1) ? Optional.of(h1) : Optional.empty();
    }
}
