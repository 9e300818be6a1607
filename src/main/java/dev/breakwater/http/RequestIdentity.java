package dev.breakwater.http;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Grant;
import dev.breakwater.auth.OwnTokens;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import dev.breakwater.repository.CallerIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as its credentials say.
 *
 * @param access the rules for such requests
 * @param repository the name of the repository that it is for
 * @param header the Authorization header; null if there is none
 * @param remote the client's address
 */
record RequestIdentity(
        Access access, String repository, @Nullable String header, String remote) implements CallerIdentity {
    @Override
    public boolean knowsCallers() {
        return access.authenticator().knowsCallers();
    }

    @Override
    public Recognition recognise() throws InterruptedException {
        return check(header);
    }

    @Override
    public Recognition recognise(String token) throws InterruptedException {
        return check("Bearer " + token);
    }

    @Override
    public Predicate<String> readable() throws InterruptedException {
        BiPredicate<String, Subject> reads = reads();
        return name -> reads.test(repository, new Subject(name, true));
    }

    @Override
    public BiPredicate<String, Subject> reads() throws InterruptedException {
        if (access.open()) {
            return (_, _) -> true;
        }
        Principal who = recognise() instanceof Recognition.Identified(Principal known) ? known : Principal.ANONYMOUS;
        return (where, subject) -> access.may(who, Permission.READ, where, subject);
    }

    @Override
    public Optional<Token.Issued> narrowed(String name, Set<Permission> may, Duration time)
            throws InterruptedException {
        Grant limit = new Grant(may, Set.of(repository), (_, each) -> each.equals(name));
        return access.authenticator().narrowed(header, remote, limit, time);
    }

    @Override
    public OwnTokens tokens() {
        return access.authenticator().own();
    }

    private Recognition check(@Nullable String credentials) throws InterruptedException {
        Recognition found = access.authenticator().recognise(credentials, remote);
        return credentials != null && found instanceof Recognition.NeedsVerification
                ? access.authenticator().verify(credentials, remote)
                : found;
    }
}
