package dev.breakwater.format.go.publish;

import dev.breakwater.format.go.module.GoMod;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Quote;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.format.go.zip.ZipContent;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The result of checking a module zip as the go command would before it uses it: its form, its hash, and that its go.mod fits
 * the module and version ({@code checkMod} and {@code Stat} of cmd/go/internal/modfetch).
 */
public sealed interface Publishable {
    /** It can be published; {@code goMod} is synthesised if the zip has none. */
    record Fit(String h1, byte[] goMod) implements Publishable {}

    /** It cannot be published; {@code why} is for people. */
    record Unpublishable(String why) implements Publishable {}

    /**
     * Checks {@code zip}, which is to be {@code version} of {@code module}.
     *
     * @throws IOException if it cannot be read
     */
    static Publishable of(ModulePath module, Version version, Content zip) throws IOException {
        return switch (new ModuleZip(module, version).finish(zip)) {
            case ModuleZip.ZipResult.MalformedZip(String why, String defect) -> new Unpublishable(why);
            case ModuleZip.ZipResult.Hashed(String h1) -> withGoMod(module, version, zip, h1);
        };
    }

    private static Publishable withGoMod(ModulePath module, Version version, Content zip, String h1)
            throws IOException {
        byte[] goMod;
        try (FileChannel channel = zip.open()) {
            goMod = ZipContent.of(channel, zip.size(), module + "@" + version + "/go.mod");
        }
        if (goMod == null) {
            boolean needed =
                    !module.pathMajor().isEmpty() && !module.pathMajor().startsWith(".");
            return needed
                    ? new Unpublishable("the zip of " + module + "@" + version
                            + " has no go.mod, which a path that ends in " + module.pathMajor() + " needs")
                    : new Fit(h1, ("module " + module + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (version.isIncompatible()) {
            return new Unpublishable("the zip of " + module + "@" + version
                    + " has a go.mod: +incompatible is for modules without one; publish it as " + module + "/"
                    + version.major());
        }
        String named = GoMod.parse(goMod).module();
        return named.equals(module.plain())
                ? new Fit(h1, goMod)
                : new Unpublishable("the go.mod in the zip says " + Quote.of(named) + ", but it must say " + module);
    }
}
