package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.store.Store;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The store of entries and the limits of writing to it.
 *
 * @param committed gets the key of each change in the store
 * @param uncommitted a permit for each answer that is sent but not stored yet; once they are used up, a disk slower than the
 *     network slows down fetches, since each of these holds files open
 */
public record EntryStorage(Store store, Consumer<Key> committed, Semaphore uncommitted) {}
