package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.name.PackageName;

/** The check that a client has read the document that it changes: {@code _rev} is that of the current one. */
final class RevisionCheck {
    private RevisionCheck() {}

    /** Throws if {@code revision} is stale; an empty one is that of a client that says nothing. */
    static void check(PackageName name, HostedDocument current, String revision) throws RefusedRequest {
        if (!revision.isEmpty() && !revision.equals(current.revision())) {
            throw RefusedRequest.conflict(name + " has changed meanwhile: its revision is " + current.revision()
                    + "; read it again, and retry");
        }
    }
}
