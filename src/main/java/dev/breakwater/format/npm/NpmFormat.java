package dev.breakwater.format.npm;

import dev.breakwater.config.FormatSection;
import dev.breakwater.format.npm.lockfile.NpmLockFiles;
import dev.breakwater.format.npm.probe.NpmNames;
import dev.breakwater.format.npm.probe.NpmProber;
import dev.breakwater.format.npm.settings.InstalledNpm;
import dev.breakwater.format.npm.settings.NpmSection;
import dev.breakwater.format.npm.settings.NpmSettings;
import dev.breakwater.format.npm.settings.WellKnownRegistries;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.FormatContext;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.PublicMirrors;
import dev.breakwater.repository.RunningFormat;
import java.util.List;
import java.util.Map;

/** The format of npm packages, with all its abilities. */
public final class NpmFormat implements Format {
    private final FormatSection<NpmSettings> settings;
    private final Naming naming = new NpmNaming();

    /** With the configuration section {@code settings}. */
    public NpmFormat(NpmSection settings) {
        this.settings = settings;
    }

    /** With the npm command on the PATH of {@code environment}. */
    public static NpmFormat of(Map<String, String> environment) {
        return new NpmFormat(new NpmSection(new InstalledNpm(environment)));
    }

    @Override
    public FormatSection<NpmSettings> settings() {
        return settings;
    }

    @Override
    public Naming naming() {
        return naming;
    }

    @Override
    public List<Object> abilities() {
        PublicMirrors known = WellKnownRegistries::all;
        return List.of(new NpmClientSetup(), new NpmLockFiles(), new NpmProber(), new NpmNames(), known);
    }

    @Override
    public RunningFormat start(FormatContext context) {
        return new NpmServing(context);
    }
}
