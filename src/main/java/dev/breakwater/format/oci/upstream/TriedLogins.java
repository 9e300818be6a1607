package dev.breakwater.format.oci.upstream;

import dev.breakwater.web.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What token services said of logins. One that was refused is not tried again for a while, since a service locks the account of
 * who fails too often: 401 is about the login, for every image, and 403 about one image (RFC 9110 §15.5.2 and §15.5.4).
 * Thread-safe.
 */
final class TriedLogins {
    private static final Duration REFUSED = Duration.ofSeconds(30);
    private static final int MOST = 4096;

    private final InstantSource clock;
    private final Map<String, TriedLogin> refused = recent();
    private final Map<String, TriedLogin> good = recent();

    /**
     * A login, with the state of its source.
     *
     * @param state changes if the source may have changed
     */
    private record TriedLogin(RegistryLogin login, Object state, Instant at) {}

    private static Map<String, TriedLogin> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TriedLogin> eldest) {
                return size() > MOST;
            }
        };
    }

    /** With a clock that never goes back. */
    TriedLogins(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether {@code service} refused {@code login} a moment ago, for all images or for {@code image}. */
    synchronized boolean isRefused(Endpoint service, String image, RegistryLogin login, Object state) {
        return isRefused(place(service, ""), login, state) || isRefused(place(service, image), login, state);
    }

    private boolean isRefused(String place, RegistryLogin login, Object state) {
        TriedLogin last = refused.get(place);
        return last != null
                && last.login.equals(login)
                && last.state.equals(state)
                && clock.instant().isBefore(last.at.plus(REFUSED));
    }

    /** Whether {@code service} took {@code login} last time. */
    synchronized boolean isGood(Endpoint service, RegistryLogin login) {
        TriedLogin last = good.get(place(service, ""));
        return last != null && last.login.equals(login);
    }

    /** {@code service} took it. */
    synchronized void took(Endpoint service, RegistryLogin login, Object state) {
        good.put(place(service, ""), new TriedLogin(login, state, clock.instant()));
        refused.remove(place(service, ""));
    }

    /** {@code service} refused it, for {@code image}; empty for all. */
    synchronized void refused(Endpoint service, String image, RegistryLogin login, Object state) {
        refused.put(place(service, image), new TriedLogin(login, state, clock.instant()));
        if (image.isEmpty()) {
            good.remove(place(service, ""));
        }
    }

    private static String place(Endpoint service, String image) {
        return service.host() + ":" + service.port() + "/" + image;
    }
}
