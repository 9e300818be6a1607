package dev.breakwater.hook;

import java.util.List;

/** The result of reading a hook's request. */
public sealed interface Pushed {
    /**
     * A push to a repository.
     *
     * @param places the repository's addresses, as in {@code github.com/acme/lib}: host and path, in all forms that the code
     * host sends; never empty
     */
    record PushedRepository(List<String> places) implements Pushed {}

    /** The request is from the host, but needs no action; {@code why} is for people. */
    record Ignored(String why) implements Pushed {}

    /** The request does not prove that it is from the host, or no secret is configured for it. */
    record RefusedPush(String why) implements Pushed {}

    /** The request is from the host, but malformed. */
    record MalformedPush(String why) implements Pushed {}
}
