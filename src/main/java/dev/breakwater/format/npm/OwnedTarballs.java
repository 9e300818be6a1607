package dev.breakwater.format.npm;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.repository.Action;

/** Serves the tarballs of an owner's registry, which may be at any address: its documents say where. */
record OwnedTarballs(Fetcher fetcher) {
    /** The action for a request for the tarball of {@code version}. */
    Action action(NpmResources owner, PackageName name, SemanticVersion version, Caller caller, Subject subject) {
        return new Action.Do(
                client -> {
                    Caller asking = caller.of(client);
                    return fetcher.within(
                            client, () -> fetcher.get(owner.tarballOfOwner(name, version, asking), asking));
                },
                subject,
                "tarball");
    }
}
