package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.store.Store;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Where entries are kept.
 *
 * @param committed told the key of whatever has just changed in the store
 * @param uncommitted a permit for each answer that has been told and is not stored yet; a disk that is slower than the
 *     network slows down what is fetched once they are gone, since each of these holds files open
 */
public record EntryStorage(Store store, Consumer<Key> committed, Semaphore uncommitted) {}
