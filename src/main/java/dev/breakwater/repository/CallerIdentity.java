package dev.breakwater.repository;

import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import java.util.function.Predicate;

/**
 * Who sent a request, for the few answers that are about that, such as a login. The permission for the request itself is not
 * checked with it: the server has done that by the {@link Action}. Called on virtual threads: a check may wait for an identity
 * provider.
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

        @Override
        public Predicate<String> readable() {
            return _ -> false;
        }
    };

    /** Checks the credentials in the request's headers: the anonymous caller's if there are none. */
    Recognition recognise() throws InterruptedException;

    /**
     * Checks {@code token}, which the request has elsewhere, such as in the body of a login. A wrong one counts as a guess, like
     * one in the headers.
     */
    Recognition recognise(String token) throws InterruptedException;

    /**
     * Tells which confidential names of the repository the sender may read: for answers that list some of many, whose
     * {@link Action} can't name them. Wrong credentials count as none.
     */
    Predicate<String> readable() throws InterruptedException;
}
