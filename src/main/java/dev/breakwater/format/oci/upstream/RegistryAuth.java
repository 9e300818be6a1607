package dev.breakwater.format.oci.upstream;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.oci.settings.RegistryAccess;
import dev.breakwater.format.oci.settings.RegistryAccess.CredentialSource;
import dev.breakwater.format.oci.upstream.UpstreamTokens.LoginRefused;
import dev.breakwater.format.oci.upstream.UpstreamTokens.TokenGranted;
import dev.breakwater.format.oci.upstream.UpstreamTokens.TokenReply;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.UpstreamAuth;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens for one registry from the token service that it names, and keeps them by image. A token service is asked only once
 * the registry has demanded a token, so that one that is down stops nothing else; so is the program that has the login.
 */
public final class RegistryAuth implements UpstreamAuth {
    private static final int MOST_TOKENS = 4096;
    private static final int LOCKS = 32;

    /** A token that came that shortly ago answers a challenge to a request that was sent before. */
    private static final Duration JUST_NOW = Duration.ofSeconds(2);

    private final UpstreamSettings upstream;
    private final UpstreamTokens service;
    private final @Nullable RegistryLogin fixed;
    private final @Nullable KeptLogin logins;
    private final TriedLogins tried;
    private final Events events;
    private final InstantSource clock;

    /** Held while a service is asked with a login that it may refuse. */
    private final ReentrantLock trial = new ReentrantLock();

    /** The refused login that the log has named. */
    private volatile @Nullable RegistryLogin told;

    /** Whether the registry takes a user and a password itself, and no token. */
    private volatile boolean basic;

    /** Whether the log has said that the fixed token was refused. */
    private final AtomicBoolean toldOfToken = new AtomicBoolean();

    private final List<ReentrantLock> locks = new ArrayList<>();
    private final Map<String, RegistryToken> tokens = recent();
    private final Map<String, TokenFailure> failures = recent();

    /** That no token was to be had; {@code at} the end of the attempt. */
    private record TokenFailure(WebException why, Instant at) {}

    private static <V> Map<String, V> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_TOKENS;
            }
        };
    }

    /**
     * For {@code upstream}.
     *
     * @param access how it is asked with credentials
     * @param web the current outbound client
     * @param clock never goes back
     */
    public RegistryAuth(
            UpstreamSettings upstream,
            RegistryAccess access,
            Supplier<OutboundHttp> web,
            Events events,
            InstantSource clock) {
        this.upstream = upstream;
        this.service = new UpstreamTokens(upstream, access, web, events, clock);
        this.fixed = upstream.credentials() instanceof Credentials.Basic login ? RegistryLogin.of(login) : null;
        String server = RegistryServer.of(upstream.url());
        LoginSource source = switch (access.source()) {
            case null -> null;
            case CredentialSource.HelperCommand(List<String> command) -> new LoginProgram(command, server);
            case CredentialSource.DockerConfigFile(Path file) -> new DockerConfig(file, server);
        };
        this.logins = source == null ? null : new KeptLogin(upstream.name(), source, events, clock);
        this.tried = new TriedLogins(clock);
        this.events = events;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks.add(new ReentrantLock());
        }
    }

    @Override
    public Map<String, String> headers(Ask ask) {
        RegistryToken token = token(image(ask.path()));
        if (token != null) {
            return Map.of("Authorization", "Bearer " + token.text());
        }
        RegistryLogin login = basic && logins != null ? logins.kept() : null;
        return login == null || login.isIdentityToken() ? Map.of() : Map.of("Authorization", login.header());
    }

    @Override
    public boolean answer(Ask ask, List<String> challenges) throws WebException {
        if (upstream.credentials() instanceof Credentials.Bearer) {
            tellOfToken();
            return false; // a token without credentials would stand in for the operator's
        }
        Optional<Challenge> demand = challenges.stream()
                .map(Challenge::parse)
                .flatMap(Optional::stream)
                .findFirst();
        if (demand.isEmpty()) {
            return logins != null && challenges.stream().anyMatch(Challenge::isBasic) && getsLogin(logins);
        }
        String image = image(ask.path());
        Instant came = clock.instant();
        ReentrantLock lock = locks.get(Math.floorMod(image.hashCode(), LOCKS));
        lock.lock();
        try {
            RegistryToken before = token(image);
            if (before != null && clock.instant().isBefore(before.made().plus(JUST_NOW))) {
                return true;
            }
            TokenFailure failure = failure(image);
            if (failure != null && !failure.at().isBefore(came)) {
                // it was also this request's attempt: waiting for one after the other takes too long
                throw failure.why();
            }
            Optional<RegistryToken> token = fetch(new TokenDemand(demand.get(), image, came, ask.cancellation()));
            token.ifPresent(found -> keep(image, found));
            return token.isPresent();
        } catch (WebException e) {
            if (e.fault() != WebException.HttpFault.CANCELLED) {
                failed(image, new TokenFailure(e, clock.instant()));
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void tellOfToken() {
        if (toldOfToken.compareAndSet(false, true)) {
            events.publish(new Event.Alarm(
                    "registry",
                    upstream.name()
                            + " refuses its token: it has expired, or does not open all images that are asked for;"
                            + " write a new one, or a user and a password",
                    null));
        }
    }

    /** A registry that takes a user and a password itself gets them from now on: those that it has refused are got anew. */
    private boolean getsLogin(KeptLogin changing) throws WebException {
        RegistryLogin login = basic ? changing.renewed() : changing.get();
        if (login.isIdentityToken()) {
            throw WebException.useless(
                    upstream.name(), "takes a user and a password, but its login is an identity token");
        }
        basic = true;
        return true;
    }

    /** The image that a path is about: a token is for one image. */
    private static String image(String path) {
        int end = -1;
        for (String word : List.of("/manifests/", "/blobs/", "/tags/", "/referrers/")) {
            // the last of them, since its name may contain the others
            end = Math.max(end, path.lastIndexOf(word));
        }
        return end < 0 ? path : path.substring(0, end);
    }

    private @Nullable RegistryToken token(String image) {
        Instant now = clock.instant();
        synchronized (tokens) {
            RegistryToken token = tokens.get(image);
            return token == null || now.isBefore(token.until()) ? token : null;
        }
    }

    private void keep(String image, RegistryToken token) {
        synchronized (tokens) {
            tokens.put(image, token);
        }
    }

    private @Nullable TokenFailure failure(String image) {
        synchronized (failures) {
            return failures.get(image);
        }
    }

    private void failed(String image, TokenFailure failure) {
        synchronized (failures) {
            failures.put(image, failure);
        }
    }

    /** A registry's demand for a token, as a request met it; {@code came} when. */
    private record TokenDemand(Challenge challenge, String image, Instant came, Cancellation cancellation) {}

    /**
     * A token; empty if the service refuses the credentials.
     *
     * @throws WebException if it gives none for another reason: that says nothing of the image
     */
    private Optional<RegistryToken> fetch(TokenDemand demand) throws WebException {
        URI realm = service.realm(demand.challenge());
        RegistryLogin login = (logins != null || fixed != null) && service.isTrusted(realm) ? login() : null;
        if (login == null) {
            return granted(service.fetch(demand.challenge(), realm, null, demand.cancellation()));
        }
        Optional<RegistryToken> token = fetch(demand, realm, login);
        if (token.isPresent() || logins == null) {
            return token;
        }
        RegistryLogin renewed = logins.renewed();
        return renewed.equals(login) ? token : fetch(demand, realm, renewed);
    }

    private @Nullable RegistryLogin login() throws WebException {
        return logins == null ? fixed : logins.get();
    }

    /** With a login that the service may not know: until it took it once, requests wait for one attempt, which may be refused. */
    private Optional<RegistryToken> fetch(TokenDemand demand, URI realm, RegistryLogin login) throws WebException {
        Endpoint place = Endpoint.of(realm);
        if (tried.isGood(place, login)) {
            return ask(demand, realm, login);
        }
        trial.lock();
        try {
            TokenFailure failure = failure(place.toString());
            if (failure != null && !failure.at().isBefore(demand.came())) {
                throw failure.why();
            }
            return ask(demand, realm, login);
        } catch (WebException e) {
            if (e.fault() != WebException.HttpFault.CANCELLED) {
                failed(place.toString(), new TokenFailure(e, clock.instant()));
            }
            throw e;
        } finally {
            trial.unlock();
        }
    }

    private Optional<RegistryToken> ask(TokenDemand demand, URI realm, RegistryLogin login) throws WebException {
        Endpoint place = Endpoint.of(realm);
        Object state = logins == null ? "" : logins.state();
        if (tried.isRefused(place, demand.image(), login, state)) {
            return Optional.empty();
        }
        TokenReply reply = service.fetch(demand.challenge(), realm, login, demand.cancellation());
        switch (reply) {
            case TokenGranted _ -> {
                tried.took(place, login, state);
                told = null;
            }
            case LoginRefused(boolean wrong) -> {
                tried.refused(place, wrong ? "" : demand.image(), login, state);
                if (wrong) {
                    tell(realm, login);
                }
            }
        }
        return granted(reply);
    }

    private static Optional<RegistryToken> granted(TokenReply reply) {
        return reply instanceof TokenGranted(RegistryToken token) ? Optional.of(token) : Optional.empty();
    }

    /** Once for each login, until one is taken. */
    private void tell(URI realm, RegistryLogin login) {
        if (!login.equals(told)) {
            told = login;
            events.publish(new Event.Alarm(
                    "registry",
                    "the token service " + realm.getHost() + " refuses the login for " + upstream.name()
                            + ": correct its user and password; the same ones are tried again every 30 s at most",
                    null));
        }
    }
}
