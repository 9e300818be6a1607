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
 * @param query what follows the question mark, as it was sent; empty where nothing does
 * @param headers the first header of a name, ignoring case; null where there is none
 * @param base where this server was reached, as in {@code https://deps.example.com}
 * @param remote the client's address
 * @param who sends it
 * @param site what is served at the moment, and to whom
 * @param body what was sent; empty where nothing was
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

    /** Whose share it uses: an administrator's name, or a client's address. */
    public String reader() {
        return administers() ? who.name() : Network.of(remote);
    }

    /** The first header of that name, ignoring case. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }
}
