package dev.breakwater.http;

import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Recognition;
import dev.breakwater.repository.CallerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as its credentials say.
 *
 * @param header the Authorization header; null if there is none
 * @param remote the client's address
 */
record RequestIdentity(
        Authenticator authenticator, @Nullable String header, String remote) implements CallerIdentity {
    @Override
    public Recognition recognise() throws InterruptedException {
        return check(header);
    }

    @Override
    public Recognition recognise(String token) throws InterruptedException {
        return check("Bearer " + token);
    }

    private Recognition check(@Nullable String credentials) throws InterruptedException {
        Recognition found = authenticator.recognise(credentials, remote);
        return credentials != null && found instanceof Recognition.NeedsVerification
                ? authenticator.verify(credentials, remote)
                : found;
    }
}
