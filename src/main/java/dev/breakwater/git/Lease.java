package dev.breakwater.git;

/** The lease of a repository in use: until it is closed, the clone is not removed. */
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

    /** Ends the lease; call it once. */
    @Override
    public void close() {
        all.leave(repository);
    }
}
