package dev.breakwater.app;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notifies listeners of entries that were replaced or removed. */
final class StoreChanges implements Consumer<Key> {
    private final List<Consumer<Key>> listeners = new CopyOnWriteArrayList<>();

    /** Adds {@code listener}. */
    void add(Consumer<Key> listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(Key key) {
        listeners.forEach(listener -> listener.accept(key));
    }
}
