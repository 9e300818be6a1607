package dev.breakwater.store;

import dev.breakwater.event.Events;
import java.io.IOException;
import java.time.InstantSource;

/** The file system's staged content keeps the contract. */
class FileStagedContractTest extends StagedContract {
    @Override
    Store open() throws IOException {
        return FileStore.open(folder, InstantSource.system(), Events.NONE);
    }
}
