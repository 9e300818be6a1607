package dev.breakwater.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing HTTP client. HTTP/1.1 only: one transfer a connection, so back-pressure is TCP's and a stall or a cancel touches
 * no other host. Redirects are followed here rather than by the library, at most five, so that every hop is checked.
 */
public final class OutboundHttp {
    private static final int REDIRECTS = 5;

    private final SharedResources lasting;
    private final OkHttpClient plain;
    private final SafeDns names;
    private final AddressPolicy policy;
    private final Proxying proxying;
    private final Proxies proxies;

    /**
     * Prepares it; dials nothing and reads no certificates yet.
     *
     * @param trusted hosts that the operator named, which may have internal addresses, at every port
     * @param caFile a PEM file of further certificate authorities
     * @param proxying the proxies
     */
    public OutboundHttp(Set<String> trusted, @Nullable Path caFile, Proxying proxying) {
        this(
                new SharedResources(caFile),
                new OkHttpClient.Builder().addNetworkInterceptor(new Framing()),
                new SafeDns(),
                new AddressPolicy(trusted.stream()
                        .map(host -> new Endpoint(host, Endpoint.ANY))
                        .collect(Collectors.toSet())),
                proxying);
    }

    private OutboundHttp(
            SharedResources lasting,
            OkHttpClient.Builder builder,
            SafeDns names,
            AddressPolicy policy,
            Proxying proxying) {
        this.lasting = lasting;
        this.names = names;
        this.policy = policy;
        this.proxying = proxying;
        this.proxies = new Proxies(proxying);
        plain = builder.protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .fastFallback(true)
                .callTimeout(Duration.ZERO)
                .dns(names)
                .socketFactory(lasting.sockets)
                .proxySelector(proxies)
                .proxyAuthenticator((route, response) -> authenticate(proxying, route, response))
                .eventListenerFactory(call -> {
                    Dialling dialling = call.request().tag(Dialling.class);
                    return dialling == null ? EventListener.NONE : dialling;
                })
                .build();
    }

    /** The same client with other proxies; this one if they are the same. Existing origin clients stay unchanged. */
    public OutboundHttp with(Proxying nowProxying) {
        return proxying.equals(nowProxying)
                ? this
                : new OutboundHttp(lasting, plain.newBuilder(), names, policy, nowProxying);
    }

    /** The same client for the operator's {@code endpoints}: these, and no others, may have any address. */
    public OutboundHttp trusting(Set<Endpoint> endpoints) {
        return new OutboundHttp(lasting, plain.newBuilder(), names, new AddressPolicy(endpoints), proxying);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "web-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static @Nullable Request authenticate(Proxying proxying, okhttp3.@Nullable Route route, Response response) {
        if (route == null || response.request().header("Proxy-Authorization") != null) {
            return null;
        }
        Proxy proxy = route.proxy();
        String host = proxy.address() instanceof InetSocketAddress a ? a.getHostString() : "";
        String credentials = proxying.credentials(host);
        return credentials == null
                ? null
                : response.request()
                        .newBuilder()
                        .header("Proxy-Authorization", credentials)
                        .build();
    }

    /**
     * Reads the certificates now, so that the first exchange need not.
     *
     * @throws IOException if the operator's file cannot be read
     */
    public void warm() throws IOException {
        lasting.trust();
    }

    /**
     * The route to a host, for a program that dials by itself.
     *
     * @param proxy the proxy to use, user and password included; null for none
     * @param addresses the addresses to dial without a proxy: checked like those of our own exchanges, so that the program
     * needs no DNS lookup, which could redirect it
     */
    public record OutboundRoute(@Nullable URI proxy, List<InetAddress> addresses) {}

    /**
     * Finds the route to {@code target}.
     *
     * @throws WebException if no route is allowed
     */
    public OutboundRoute route(URI target) throws WebException {
        String host = target.getHost();
        if (host == null) {
            throw new WebException(WebException.HttpFault.PROTOCOL, target + " has no host");
        }
        Endpoint there = Endpoint.of(target);
        boolean trusted = policy.trusts(there.host(), there.port());
        try {
            policy.check(there.host(), there.port());
            URI proxy = proxies.way(target);
            return new OutboundRoute(
                    proxy, proxy != null ? List.of() : (trusted ? names : names.outside()).lookup(host));
        } catch (IOException e) {
            WebException why = WebException.of(e, new Cancellation());
            throw trusted ? why : why.withoutReason(host);
        }
    }

    /**
     * The trusted certificates as PEM text for a program that dials by itself; null if the operator added none to the system's.
     *
     * @throws IOException if the operator's file cannot be read
     */
    public @Nullable String authorities() throws IOException {
        return lasting.caFile == null ? null : Trust.pem(lasting.caFile);
    }

    /** The resources that do not depend on the configuration. */
    private static final class SharedResources {
        private final ScheduledThreadPoolExecutor timer = timer();
        private final Sockets sockets = new Sockets();
        private final @Nullable Path caFile;

        /** Null until first needed: reading all the certificates takes longer than the rest of the start. */
        private @Nullable Trust trust;

        SharedResources(@Nullable Path caFile) {
            this.caFile = caFile;
        }

        synchronized Trust trust() throws IOException {
            Trust loaded = trust;
            if (loaded == null) {
                loaded = Trust.load(caFile);
                trust = loaded;
            }
            return loaded;
        }
    }

    /**
     * A client for one origin.
     *
     * @param connect how long a connection may take
     * @param firstByte how long the head of a reply may take
     * @param proxy the proxy instead of the configured one; null for that one
     */
    public OriginClient line(Duration connect, Duration firstByte, @Nullable URI proxy) {
        return new OriginClient(connect, firstByte, proxy);
    }

    /** One origin's connections for one class of traffic, so that classes and origins do not wait for each other. */
    public final class OriginClient {
        private final Clients clients;
        private final Proxies way;
        private final Duration connect;
        private final Duration firstByte;

        private OriginClient(Duration connect, Duration firstByte, @Nullable URI proxy) {
            OkHttpClient.Builder builder = plain.newBuilder()
                    .connectionPool(new ConnectionPool(8, 2, TimeUnit.MINUTES))
                    .connectTimeout(connect)
                    .readTimeout(firstByte)
                    .writeTimeout(firstByte);
            Proxying own = proxy == null ? proxying : new Proxying(proxy, proxy, List.of());
            way = new Proxies(own);
            builder.proxySelector(way).proxyAuthenticator((route, response) -> authenticate(own, route, response));
            clients = new Clients(builder.build(), names.outside(), lasting::trust);
            this.connect = connect;
            this.firstByte = firstByte;
        }

        /** With a proxy, only the proxy's own name is resolved here, which the operator named. */
        private OkHttpClient client(HttpUrl url) throws IOException {
            URI proxy = way.way(url.uri());
            if (proxy != null && Proxies.isSocks(proxy)) {
                return clients.through(lasting.sockets, way.select(url.uri()).getFirst(), url.isHttps());
            }
            boolean anywhere = proxy != null || policy.trusts(url.host(), url.port());
            return anywhere ? clients.anywhere(url.isHttps()) : clients.outside(url.isHttps());
        }

        /**
         * Sends a GET and waits for the head of the final reply, after redirects.
         *
         * @param headers sent to {@code url}'s host, and after a redirect only if it stays on that host
         * @throws WebException if there is no reply
         */
        public OutboundResponse get(String url, Map<String, String> headers, Cancellation cancellation)
                throws WebException {
            return get(url, headers, firstByte, cancellation);
        }

        /**
         * The same, but the head of each reply may take at most {@code within} after connecting.
         *
         * @throws WebException if there is no reply
         */
        public OutboundResponse get(String url, Map<String, String> headers, Duration within, Cancellation cancellation)
                throws WebException {
            return read("GET", url, headers, within, cancellation);
        }

        /**
         * The same by HEAD: the response has no body (RFC 9110 §9.3.2).
         *
         * @throws WebException if there is no reply
         */
        public OutboundResponse head(
                String url, Map<String, String> headers, Duration within, Cancellation cancellation)
                throws WebException {
            return read("HEAD", url, headers, within, cancellation);
        }

        private OutboundResponse read(
                String method, String url, Map<String, String> headers, Duration within, Cancellation cancellation)
                throws WebException {
            HttpUrl first = parsed(url);
            try {
                return follow(method, first, headers, within, cancellation);
            } catch (WebException e) {
                throw policy.trusts(first.host(), first.port()) ? e : e.withoutReason(first.host());
            }
        }

        private OutboundResponse follow(
                String method, HttpUrl first, Map<String, String> headers, Duration within, Cancellation cancellation)
                throws WebException {
            HttpUrl target = first;
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                Map<String, String> told = Redirects.sameHost(first, target) ? headers : Redirects.publicOf(headers);
                Response response = send(method, hop, target, told, within, cancellation);
                HttpUrl next = Redirects.next(response);
                if (next == null) {
                    return new OutboundResponse(response, cancellation);
                }
                response.close();
                target = next;
            }
            throw new WebException(WebException.HttpFault.PROTOCOL, "more than " + REDIRECTS + " redirects");
        }

        private Response send(
                String method,
                int hop,
                HttpUrl url,
                Map<String, String> headers,
                Duration within,
                Cancellation cancellation)
                throws WebException {
            try {
                return send(client -> client, within, url, headers, method, null, cancellation);
            } catch (WebException e) {
                throw hop == 0 ? e : e.afterRedirect(url.host() + ":" + url.port());
            }
        }

        /**
         * Opens a connection as a request to {@code target} would, TLS included, and closes it.
         *
         * @throws IOException if no connection can be made
         */
        public void reach(URI target) throws IOException {
            HttpUrl url = parsed(target.toString());
            try {
                policy.check(url.host(), url.port());
                boolean proxied = way.way(url.uri()) != null;
                new ConnectionProbe(proxied ? clients.anywhere(url.isHttps()) : client(url)).to(url);
            } catch (IOException e) {
                throw WebException.of(e, new Cancellation());
            }
        }

        /**
         * Opens a new connection, sends one GET over it and reads no body. Never throws: the result contains the failure.
         *
         * @param clock measures how long each step takes
         */
        public ConnectionTimings meet(
                URI target, Map<String, String> headers, InstantSource clock, Cancellation cancellation) {
            ConnectionTimer steps = new ConnectionTimer(clock);
            try (Response response =
                    send(steps::over, firstByte, parsed(target.toString()), headers, "GET", null, cancellation)) {
                return steps.contact(response.code(), null);
            } catch (WebException e) {
                return steps.contact(0, e);
            }
        }

        /**
         * Sends a POST and waits for the head of the reply, whatever that is. Does not follow redirects.
         *
         * @param url may be secret: it is in no message
         * @throws WebException if there is no reply
         */
        public OutboundResponse post(String url, Map<String, String> headers, byte[] body, Cancellation cancellation)
                throws WebException {
            HttpUrl target = HttpUrl.parse(url);
            if (target == null) {
                throw new WebException(WebException.HttpFault.PROTOCOL, "not a URL");
            }
            return new OutboundResponse(
                    send(target, headers, "POST", RequestBody.create(body), cancellation), cancellation);
        }

        /**
         * Sends a file by PUT after the server's {@code 100 Continue}, and waits for the head of the reply, whatever
         * that is.
         *
         * @throws WebException if there is no reply
         */
        public OutboundResponse put(String url, Map<String, String> headers, Path file, Cancellation cancellation)
                throws WebException {
            HttpUrl target = parsed(url);
            Map<String, String> all = new TreeMap<>(headers);
            all.put("Expect", "100-continue");
            RequestBody body = RequestBody.create(file.toFile(), null);
            return new OutboundResponse(send(target, all, "PUT", body, cancellation), cancellation);
        }

        private Response send(
                HttpUrl url,
                Map<String, String> headers,
                String method,
                @Nullable RequestBody body,
                Cancellation cancellation)
                throws WebException {
            return send(client -> client, firstByte, url, headers, method, body, cancellation);
        }

        private Response send(
                UnaryOperator<OkHttpClient> own,
                Duration within,
                HttpUrl url,
                Map<String, String> headers,
                String method,
                @Nullable RequestBody body,
                Cancellation cancellation)
                throws WebException {
            Request.Builder request = new Request.Builder().url(url).header("Accept-Encoding", "identity");
            headers.forEach(request::header);
            policy.check(url.host(), url.port());
            Dialling dialling = new Dialling(connect, within, lasting.timer, lasting.sockets);
            try (dialling) {
                Call call = own.apply(client(url))
                        .newCall(request.method(method, body)
                                .tag(Dialling.class, dialling)
                                .build());
                cancellation.onCancel(call::cancel);
                dialling.watch(call);
                return call.execute();
            } catch (IOException e) {
                throw dialling.failed(e, cancellation);
            }
        }
    }

    private static HttpUrl parsed(String url) throws WebException {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw new WebException(WebException.HttpFault.PROTOCOL, "not a URL: " + url);
        }
        return parsed;
    }
}
