package dev.breakwater.format.go.probe;

import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.format.go.module.GoModHash;
import dev.breakwater.format.go.module.LatestVersion;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbedNames;
import dev.breakwater.probe.VersionLists;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Content;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The protocol of Go modules for probes: addresses, lists, infos and hashes. */
public final class GoTerms implements ProbedNames, VersionLists {
    /** A mirror's statement about a version; {@code time} is null if it has none. */
    record LatestClaim(String version, @Nullable Instant time) {}

    @Override
    public String noun() {
        return "module";
    }

    @Override
    public String example() {
        return "example.com/mod@v1.2.3";
    }

    /** A path and a version with {@code @} or a blank between them, also as in a go.sum. */
    @Override
    public NamedItem item(String[] words) throws ProbeException {
        String[] parts = words[0].split("@", 2);
        String version = parts.length > 1 ? parts[1] : words.length > 1 ? words[1] : null;
        if (version != null) {
            version = version.replaceFirst("/go\\.mod$", "");
        }
        if (version != null && !version.matches("v[0-9A-Za-z.+*-]+")) {
            throw new ProbeException(
                    "\"" + version + "\" is not a valid version: write v1.2.3, v1.2.* for any patch version, or none");
        }
        return new NamedItem(parts[0], version);
    }

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
    public Ask list(String module) {
        return new Ask(listPath(module), Traffic.METADATA, 0, null, List.of(), false, new Cancellation());
    }

    /** The path of the list of {@code module}'s versions, below a mirror's address. */
    String listPath(String module) {
        return escaped(module) + "/@v/list";
    }

    /** The path of {@code module}'s newest version, below a mirror's address. */
    String latest(String module) {
        return escaped(module) + "/@latest";
    }

    /** The path of one file of a version; {@code kind} is {@code info}, {@code mod} or {@code zip}. */
    String file(String module, String version, String kind) {
        return escaped(module) + "/@v/" + Escaping.escape(version) + "." + kind;
    }

    /** The path of a record, below a checksum database's address. */
    String lookup(String module, String version) {
        return "lookup/" + escaped(module) + "@" + Escaping.escape(version);
    }

    private static String escaped(String module) {
        return ModulePath.parse(module).get().escaped();
    }

    @Override
    public Optional<List<String>> listed(String module, byte[] list) {
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

    /** The statement in an info; empty if it is malformed. */
    Optional<LatestClaim> told(byte[] info) {
        return VersionInfo.parse(info) instanceof Parsed.Ok<VersionInfo>(VersionInfo read)
                ? Optional.of(new LatestClaim(read.version().text(), read.time()))
                : Optional.empty();
    }

    /** The hash of a go.mod, in the form of a checksum database. */
    String goMod(byte[] bytes) {
        return GoModHash.h1(bytes);
    }

    /**
     * The hash of a zip, in the form of a checksum database; empty if it is not a valid zip of that version.
     *
     * @throws IOException if {@code zip} cannot be read, which says nothing about it
     */
    Optional<String> zip(String module, String version, Content zip) throws IOException {
        ModuleZip check = new ModuleZip(
                ModulePath.parse(module).get(), Version.parse(version).get());
        return check.finish(zip) instanceof ModuleZip.ZipResult.Hashed(String h1) ? Optional.of(h1) : Optional.empty();
    }
}
