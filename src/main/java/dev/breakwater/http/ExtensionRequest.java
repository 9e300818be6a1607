package dev.breakwater.http;

import dev.breakwater.auth.Principal;
import dev.breakwater.repository.Site;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to the {@link Extension}.
 *
 * @param method GET (also for a HEAD, which differs only on the wire), POST, PUT or DELETE
 * @param path as it was sent, percent-encoded, without query
 * @param query the text after the question mark, as it was sent; empty if there is none
 * @param headers the first header of a name, ignoring case; null if there is none
 * @param base the address of this server that the client used, such as {@code https://deps.example.com}
 * @param remote the client's address
 * @param who the sender
 * @param site the current site: the repositories and their permissions
 * @param body the body; empty if there is none
 */
public record ExtensionRequest(
        String method,
        String path,
        String query,
        Function<String, @Nullable String> headers,
        String base,
        String remote,
        Principal who,
        Site site,
        byte[] body) {
    /** Whether its sender has the admin permission. */
    public boolean administers() {
        return site.access().administers(who);
    }

    /** The owner of its share: an administrator's name, or a client's address. */
    public String reader() {
        return administers() ? who.name() : Network.of(remote);
    }

    /** The first header of that name, ignoring case. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }
}
