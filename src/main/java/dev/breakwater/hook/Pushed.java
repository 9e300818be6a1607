package dev.breakwater.hook;

import java.util.List;

/** The result of a hook's request. */
public sealed interface Pushed {
    /**
     * Something was pushed.
     *
     * @param places where the repository is, as in {@code github.com/acme/lib}: host and path, in the several ways in which the
     *     code host names it; never empty
     */
    record PushedRepository(List<String> places) implements Pushed {}

    /** It is the host's, and of no interest here; {@code why} is for people. */
    record Ignored(String why) implements Pushed {}

    /** It is not proven to be from that host, or no secret is configured for it. */
    record RefusedPush(String why) implements Pushed {}

    /** It is the host's, and makes no sense. */
    record MalformedPush(String why) implements Pushed {}
}
