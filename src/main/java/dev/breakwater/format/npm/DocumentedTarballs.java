package dev.breakwater.format.npm;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.repository.Action;
import java.util.Optional;

/**
 * Serves tarballs that can't be served without their package's document: an owner's, which may be at any address, and those that a
 * policy judges.
 */
record DocumentedTarballs(Fetcher fetcher) {
    /** The action for a request for the tarball of {@code version}. */
    Action action(NpmResources from, PackageName name, SemanticVersion version, Caller caller, Subject subject) {
        return new Action.Do(
                client -> {
                    Caller asking = caller.of(client);
                    return fetcher.within(client, () -> tarball(from, name, version, asking, subject.confidential()));
                },
                subject,
                "tarball");
    }

    private Answer tarball(
            NpmResources from, PackageName name, SemanticVersion version, Caller asking, boolean anywhere)
            throws InterruptedException {
        Optional<Answer> refusal = from.refusal(name, version, asking);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return fetcher.get(anywhere ? from.tarballOfOwner(name, version, asking) : from.tarball(name, version), asking);
    }
}
