package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.FolderTransfer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The store export command: writes the stored modules into a folder that clients can use without any network. */
@Command(
        name = "export",
        description = {
            "Write the stored modules, with their checksum database records and proofs, into a folder that go"
                    + " can use with GOPROXY=file://… without any network. Works beside a running server. Every"
                    + " byte is verified.",
            "Existing files stay, so you can safely rerun an interrupted export. Exits with 1 if a file can't"
                    + " be verified or is damaged: it is skipped and named."
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
        FolderTransfer.TransferJob job = options.job(settings);
        FolderTransfer transfer = options.transfer(surroundings, job);
        return options.run(surroundings, choice, "written", progress -> transfer.export(job, progress));
    }
}
