package dev.breakwater.format.oci.upstream;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.web.WebException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The login for one registry, from a source that is asked when it is needed: once for all who wait, again after ten minutes or if
 * the login was refused, and at once if the source has changed. Without a login the registry is in trouble, and nothing is absent.
 */
final class KeptLogin {
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** One that was refused is asked for anew only if it is older: an image may be refused to each request. */
    private static final Duration RENEWED = Duration.ofSeconds(30);

    /** A failure counts for that long, so that requests don't start one program after the other. */
    private static final Duration FAILED = Duration.ofSeconds(5);

    private final String upstream;
    private final LoginSource source;
    private final Events events;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable LoginAt last;
    private @Nullable LoginFailure failure;
    private String told = "";

    /** A login, when it came, and the state of the source before. */
    private record LoginAt(RegistryLogin login, Instant at, Object state) {}

    /** That there was none. */
    private record LoginFailure(String why, Instant at, Object state) {}

    /**
     * For {@code upstream}.
     *
     * @param clock never goes back
     */
    KeptLogin(String upstream, LoginSource source, Events events, InstantSource clock) {
        this.upstream = upstream;
        this.source = source;
        this.events = events;
        this.clock = clock;
    }

    /** The login that is here; null if there is none, or it is old. Does not wait. */
    @Nullable
    RegistryLogin kept() {
        return younger(KEPT, source.state());
    }

    /**
     * The login, which may take as long as a program takes.
     *
     * @throws WebException if there is none
     */
    RegistryLogin get() throws WebException {
        return get(KEPT);
    }

    /**
     * The login after the one that is here was refused; the same if it is new.
     *
     * @throws WebException if there is none
     */
    RegistryLogin renewed() throws WebException {
        return get(RENEWED);
    }

    /** Changes if the login may have changed; quick. */
    Object state() {
        return source.state();
    }

    private @Nullable RegistryLogin younger(Duration age, Object state) {
        LoginAt known = last;
        return known != null && known.state.equals(state) && clock.instant().isBefore(known.at.plus(age))
                ? known.login
                : null;
    }

    private RegistryLogin get(Duration age) throws WebException {
        asking.lock();
        try {
            Object state = source.state();
            RegistryLogin known = younger(age, state);
            if (known != null) {
                return known;
            }
            LoginFailure before = failure;
            if (before != null && before.state.equals(state) && clock.instant().isBefore(before.at.plus(FAILED))) {
                throw WebException.useless("no login:", before.why);
            }
            return asked(state);
        } finally {
            asking.unlock();
        }
    }

    private RegistryLogin asked(Object state) throws WebException {
        try {
            RegistryLogin login = source.ask();
            last = new LoginAt(login, clock.instant(), state);
            failure = null;
            told = "";
            return login;
        } catch (LoginException e) {
            failure = new LoginFailure(String.valueOf(e.getMessage()), clock.instant(), state);
            tell(e.full());
            throw WebException.useless("no login:", String.valueOf(e.getMessage()));
        }
    }

    /** Once for each reason, until there is a login again. */
    private void tell(String why) {
        if (!why.equals(told)) {
            told = why;
            events.publish(new Event.Alarm("registry", "no login for " + upstream + ": " + why, null));
        }
    }
}
