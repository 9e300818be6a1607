package dev.breakwater.git;

/** A repository in use: until it is given back, our copy of it stays. */
public final class Lease implements AutoCloseable {
    private final Repositories all;
    private final BareRepository repository;

    Lease(Repositories all, BareRepository repository) {
        this.all = all;
        this.repository = repository;
    }

    /** The repository. */
    public BareRepository repository() {
        return repository;
    }

    /** Gives it back; once. */
    @Override
    public void close() {
        all.leave(repository);
    }
}
