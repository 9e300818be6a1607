package dev.breakwater.format.go.folder;

import dev.breakwater.format.go.checksum.ChecksumCheck;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.ModVerifier;
import dev.breakwater.format.go.module.ModuleFile;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import java.io.IOException;

/**
 * The check of one version's files that did not come from a mirror: zip and go.mod by their hashes, as always; an info, which
 * no hash protects, by its form and the version it names.
 */
record FolderCheck(Checksums checksums, ModulePath module, Version version) {
    private static final int LARGEST = 16 << 20;

    Verdict of(String kind, Content content) throws IOException, InterruptedException {
        ChecksumCheck vouching = new ChecksumCheck(checksums, module, version);
        return switch (kind) {
            case ModuleFile.ZIP ->
                switch (new ModuleZip(module, version).finish(content)) {
                    case ModuleZip.ZipResult.Hashed(String h1) -> vouching.zip(h1);
                    case ModuleZip.ZipResult.MalformedZip(String why, String defect) ->
                        new Verdict.Rejected(why, defect, false);
                };
            case ModuleFile.MOD -> ModVerifier.judge(vouching, module, content);
            default -> info(content);
        };
    }

    private Verdict info(Content content) throws IOException {
        if (content.size() > LARGEST) {
            return new Verdict.Rejected("an info has at most " + LARGEST + " bytes");
        }
        return switch (VersionInfo.parse(content.bytes(LARGEST))) {
            case Parsed.Bad<VersionInfo>(String why) -> new Verdict.Rejected("the info " + why);
            case Parsed.Ok<VersionInfo>(VersionInfo info) ->
                info.version().equals(version)
                        ? new Verdict.Verified("its form alone")
                        : new Verdict.Rejected("the info is for " + info.version() + ", not of " + version);
        };
    }
}
