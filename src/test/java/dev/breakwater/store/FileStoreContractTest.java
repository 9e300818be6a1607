package dev.breakwater.store;

import java.io.IOException;

/** The file system's store keeps the contract. */
class FileStoreContractTest extends StoreContract {
    @Override
    Store open() throws IOException {
        return FileStore.open(folder, clock, events::add);
    }
}
