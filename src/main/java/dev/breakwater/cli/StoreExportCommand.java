package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes what is held into a folder that clients can use without any network. */
@Command(
        name = "export",
        description = {
            "Write what is held into a folder that go can use with GOPROXY=file://…, without any network: modules, and what"
                    + " the checksum database says of them with its proofs. Also beside a running server. Every byte is"
                    + " verified.",
            "What lies there already stays, so one that was broken off is simply run again. Exits with 1 where something"
                    + " could not be vouched for, or was damaged: that is left out and named."
        },
        footer = {
            "",
            "Example:",
            "  breakwater store export /mnt/usb/modules 'github.com/*' golang.org/x",
            "  GOPROXY=file:///mnt/usb/modules go mod download"
        })
final class StoreExportCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    @Mixin
    private final FolderOptions options = new FolderOptions();

    StoreExportCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        choice.folder(surroundings);
        Settings settings = choice.settings(surroundings);
        return options.run(
                surroundings,
                choice,
                "written",
                progress -> surroundings.folders().export(settings, options.job(), progress));
    }
}
