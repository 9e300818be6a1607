package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.FolderTransfer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The store import command: imports modules from a folder into the store. */
@Command(
        name = "import",
        description = {
            "Import modules from a folder into the store; works beside a running server. The folder is one that"
                    + " store export has written, or a module cache of go (GOMODCACHE).",
            "Each zip and go.mod must match the checksum database's record: from the folder, the store, or a"
                    + " running server. A file without a record is refused; with --unverified it is stored, and"
                    + " served only until a checksum database or an upstream can be asked. A file that"
                    + " contradicts a record is never imported. Exits with 1 if a file was refused."
        },
        footer = {"", "Example:", "  breakwater store import /mnt/usb/modules", "  breakwater store import ~/go/pkg/mod"
        })
final class StoreImportCommand implements Callable<Integer> {
    private final CliContext surroundings;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Mixin
    private final FolderOptions options = new FolderOptions();

    StoreImportCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Settings settings = choice.settings(surroundings);
        URI address = server.address(ClientSettings.base(settings));
        ServerFiles client = server.client(surroundings, address, settings);
        FolderTransfer.TransferJob job = options.job(settings);
        FolderTransfer transfer = options.transfer(surroundings, job);
        RepositoryPages pages = new RepositoryPages(client, job.repository().name());
        return options.run(surroundings, choice, "taken", progress -> transfer.take(job, pages, progress));
    }
}
