package dev.breakwater.repository;

import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;

/**
 * Who sent a request, for the few answers that are about that, such as a login. Permissions are not checked with it:
 * the server has done that by the {@link Action}. Called on virtual threads: a check may wait for an identity provider.
 */
public interface CallerIdentity {
    /** One that has no credentials, and whose tokens are all unknown. */
    CallerIdentity ANONYMOUS = new CallerIdentity() {
        @Override
        public Recognition recognise() {
            return new Recognition.Identified(Principal.ANONYMOUS);
        }

        @Override
        public Recognition recognise(String token) {
            return new Recognition.WrongCredentials("unknown token", true);
        }
    };

    /** Checks the credentials in the request's headers: the anonymous caller's if there are none. */
    Recognition recognise() throws InterruptedException;

    /**
     * Checks {@code token}, which the request has elsewhere, such as in the body of a login. A wrong one counts as a guess, like
     * one in the headers.
     */
    Recognition recognise(String token) throws InterruptedException;
}
