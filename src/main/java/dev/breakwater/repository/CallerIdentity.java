package dev.breakwater.repository;

import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.OwnTokens;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
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

        @Override
        public BiPredicate<String, Subject> reads() {
            return (_, subject) -> !subject.confidential();
        }

        @Override
        public Optional<Token.Issued> narrowed(String name, Set<Permission> may, Duration time) {
            return Optional.empty();
        }

        @Override
        public OwnTokens tokens() {
            return Authenticator.NOBODY.own();
        }
    };

    /** Whether the server can identify any caller: it has tokens or identity providers. */
    default boolean knowsCallers() {
        return false;
    }

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

    /**
     * Tells what the sender may read of each repository, which takes its name: the same for answers that are about several
     * repositories.
     */
    BiPredicate<String, Subject> reads() throws InterruptedException;

    /**
     * Exchanges an identity provider's token, which the request's headers have, for a token of this server that may do less: no more
     * than {@code may} with the confidential name {@code name} of the repository, and never more than the sender. Valid for
     * {@code time}, for ten minutes at most, and not longer than the provider's. Empty if there is no such token, or it is not
     * valid.
     */
    Optional<Token.Issued> narrowed(String name, Set<Permission> may, Duration time) throws InterruptedException;

    /** The tokens that holders of tokens make for themselves. */
    OwnTokens tokens();
}
