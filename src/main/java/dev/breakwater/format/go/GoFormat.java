package dev.breakwater.format.go;

import dev.breakwater.config.FormatSection;
import dev.breakwater.format.go.folder.ModuleFolders;
import dev.breakwater.format.go.module.ModuleNames;
import dev.breakwater.format.go.probe.GoProber;
import dev.breakwater.format.go.probe.GoTerms;
import dev.breakwater.format.go.publish.ModuleFolder;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.format.go.settings.GoSection;
import dev.breakwater.format.go.settings.GoSettings;
import dev.breakwater.format.go.settings.InstalledGo;
import dev.breakwater.format.go.settings.WellKnownMirrors;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.LockFiles;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.ReleasePacking;
import dev.breakwater.repository.RunningFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The format of Go modules, with all its abilities. */
public final class GoFormat implements Format {
    private final FormatSection<GoSettings> settings;
    private final Naming naming = new GoNaming();
    private final List<Object> abilities;

    /** {@code go} provides what is set nowhere else. */
    public GoFormat(GoEnv go) {
        this.settings = new GoSection(go);
        ReleasePacking packing = ModuleFolder::of;
        LockFiles lockFiles = ModuleNames::read;
        this.abilities = List.of(
                new GoTerms(),
                new GoProber(),
                new GoClientSetup(),
                new WellKnownMirrors(go),
                packing,
                lockFiles,
                new ModuleFolders());
    }

    /** With the go command on the PATH of {@code environment}. */
    public static GoFormat of(Map<String, String> environment) {
        return new GoFormat(new InstalledGo(environment));
    }

    @Override
    public FormatSection<GoSettings> settings() {
        return settings;
    }

    @Override
    public Naming naming() {
        return naming;
    }

    @Override
    public RunningFormat start(FormatContext context) throws IOException {
        return GoServing.start(context);
    }

    @Override
    public List<Object> abilities() {
        return abilities;
    }
}
