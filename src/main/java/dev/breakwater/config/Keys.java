package dev.breakwater.config;

import dev.breakwater.config.Key.Shape;
import dev.breakwater.event.AlertRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Every key there is, in the order of the reference. */
final class Keys {
    static final Key<Address> LISTEN = Key.value(
                    "listen", Types.ADDRESS, "Where the server listens; port 0 takes any free one.", "0.0.0.0:8080")
            .fallback("127.0.0.1:8080");
    static final Key<URI> PUBLIC_URL = Key.value(
            "public-url",
            Types.URL,
            "What goes into links and what `env` prints. Without it: taken from each request.",
            "https://deps.example.com");
    static final Key<Path> DATA_DIR = Key.value(
                    "data-dir",
                    Types.FILE,
                    "Where everything is kept; relative to the working directory.",
                    "/var/lib/breakwater")
            .fallback("data");
    static final Key<Boolean> OFFLINE = Key.value(
                    "offline", Types.FLAG, "Never ask an upstream: serve what is held.", "true")
            .fallback("false");

    static final Key<String> LOG = Key.block("log", Shape.BLOCK, "The log, on standard error.");
    static final Key<LogFormat> LOG_FORMAT = Key.value(
                    "format", Types.oneOf(LogFormat.class), "Lines for people, or one JSON object a line.", "json")
            .fallback("text");
    static final Key<Boolean> LOG_ACCESS =
            Key.value("access", Types.FLAG, "A line for each request.", "false").fallback("true");

    static final Key<String> TLS = Key.block("tls", Shape.BLOCK, "Certificates, as PEM files.");
    static final Key<Path> TLS_CERT = Key.value(
            "cert",
            Types.FILE,
            "The server's certificate and its chain; read again when it changes. Wants `key`.",
            "/etc/breakwater/tls.crt");
    static final Key<Path> TLS_KEY =
            Key.value("key", Types.FILE, "The server's private key. Wants `cert`.", "/etc/breakwater/tls.key");
    static final Key<Path> TLS_CA_FILE = Key.value(
            "ca-file",
            Types.FILE,
            "Certificates to trust towards upstreams, beside those of the JDK and the system. Without it: the variable"
                    + " SSL_CERT_FILE.",
            "/etc/breakwater/company-ca.pem");

    static final Key<String> LIMITS = Key.block("limits", Shape.BLOCK, "What clients, and git, may use.");
    static final Key<Integer> CONNECTIONS = Key.value(
            "connections",
            Types.number(1, 1_000_000),
            "How many connections may be open at once; for one more, one without a request is closed. Without it: half"
                    + " of the files that the system lets us open.",
            "2000");
    static final Key<Integer> HEADER_SIZE = Key.value(
                    "header-size", Types.size(1024, 1 << 20), "How large all the headers of a request may be.", "32KiB")
            .fallback("16KiB");
    static final Key<Integer> URL_LENGTH = Key.value(
                    "url-length", Types.size(256, 1 << 20), "How long the first line of a request may be.", "4KiB")
            .fallback("8KiB");
    static final Key<Duration> REQUEST_TIME = Key.value(
                    "request-time",
                    Types.TIME_LIMIT,
                    "How long the first bytes of a connection, and the head of a request, may take to arrive.",
                    "30s")
            .fallback("10s");
    static final Key<Duration> IDLE_TIME = Key.value(
                    "idle-time",
                    Types.TIME_LIMIT,
                    "How long a connection may be silent before it is closed, and a client may take nothing of an"
                            + " answer. The go command keeps a connection for 90 s.",
                    "5m")
            .fallback("120s");
    static final Key<Duration> DRAIN_TIME = Key.value(
                    "drain-time", Types.DURATION, "How long running answers may go on after Ctrl-C or SIGTERM.", "2m")
            .fallback("30s");

    static final Key<Long> CLONES = Key.value(
                    "clones",
                    Types.room(1 << 20),
                    "How much of the disk our clones of git repositories may take all together; what was not used for"
                            + " longest goes first.",
                    "100GiB")
            .fallback("20GiB");

    static final Key<String> PROXY =
            Key.block("proxy", Shape.BLOCK, "The proxy on the way out: `http://…`, `socks5://…`.");
    static final Key<URI> PROXY_HTTP = Key.value(
            "http",
            Types.PROXY,
            "For `http://` upstreams. Without it: the variable HTTP_PROXY or http_proxy.",
            "http://proxy.example.com:3128");
    static final Key<URI> PROXY_HTTPS = Key.value(
            "https",
            Types.PROXY,
            "For `https://` upstreams. Without it: the variable HTTPS_PROXY or https_proxy.",
            "http://proxy.example.com:3128");
    static final Key<String> PROXY_EXCEPT = Key.values(
            "except",
            Types.TEXT,
            "Hosts reached without a proxy: a host and all below it, `.example.com`, an IP address, a range, `*`."
                    + " Without it: the variable NO_PROXY or no_proxy.",
            "[localhost, .example.com, 10.0.0.0/8]");

    static final Key<String> ALERTS =
            Key.block("alerts", Shape.BLOCK, "Who is told when something needs an operator, see [alerts](alerts.md).");
    static final Key<String> WEBHOOKS = Key.block("webhooks", Shape.BLOCKS, "Where alerts are sent.");
    static final Key<String> WEBHOOK_NAME = Key.value(
            "name", Types.UPSTREAM_NAME, "What it is called in logs and metrics. Without it: its host.", "team-chat");
    static final Key<URI> WEBHOOK_URL = Key.value(
                    "url",
                    Types.WEBHOOK,
                    "Where messages are posted to. Counts as a secret: for chats, who knows it may write there."
                            + " Required.",
                    "https://hooks.example.com/services/T0/B0/x")
            .hidden();
    static final Key<WebhookShape> SHAPE = Key.value(
                    "shape", Types.oneOf(WebhookShape.class), "The form of the messages: whose they are.", "slack")
            .fallback("generic");
    static final Key<String> WEBHOOK_SECRET = Key.value(
                    "secret",
                    Types.TEXT,
                    "What messages are signed with, for `generic`, `dingtalk` and `feishu`. Without it: not signed.",
                    "${file:/run/secrets/mirror}")
            .hidden();
    static final Key<AlertRule> WEBHOOK_EVENTS = Key.values(
            "events",
            Types.oneOf(AlertRule.class),
            "The alerts that are sent there. Without it: every one.",
            "[repository-dark, requests-failing]");

    static final Key<String> REPOSITORIES = Key.block(
            "repositories",
            Shape.NAMES,
            "The repositories by name, which is the first element of their addresses and matches `[a-z][a-z0-9-]*`."
                    + " Without it: `go`.");
    static final Key<PackageFormat> FORMAT = Key.value(
                    "format", Types.oneOf(PackageFormat.class), "What the repository speaks.", "go")
            .fallback("go");
    static final Key<Selection> SELECTION = Key.value(
                    "selection",
                    Types.oneOf(Selection.class),
                    "Which upstream of a tier is asked first, of those that are healthy.",
                    "priority")
            .fallback("response-time");
    static final Key<String> UPSTREAMS = Key.block(
            "upstreams",
            Shape.BLOCKS,
            "Whom to ask; an element may be a bare URL. Without it: decided from the environment, see above.");
    static final Key<String> DATABASES = Key.block(
            "checksum-databases",
            Shape.BLOCKS,
            "What modules are checked against; an element may be a bare key. `[]` checks nothing. Without it: GOSUMDB,"
                    + " else `sum.golang.org`.");
    static final Key<Reserving> RESERVE = Key.value(
                    "reserve",
                    Types.oneOf(Reserving.class),
                    "Whether well-known public mirrors help out while every chosen upstream is out or silent for 3 s. There are"
                            + " none where `upstreams` is written, or a list in the environment names others than well-known"
                            + " mirrors.",
                    "off")
            .fallback("on");
    static final Key<Unverified> UNVERIFIED = Key.value(
                    "unverified",
                    Types.oneOf(Unverified.class),
                    "What has no record yet: served if two failure domains send the same (one, if there is only one: then it is"
                            + " not kept, and there is an alert), not served, or served. Never served once a source of the"
                            + " checksum database lied.",
                    "refuse")
            .fallback("agree");
    static final Key<OnTrouble> ON_TROUBLE = Key.value(
                    "on-trouble",
                    Types.oneOf(OnTrouble.class),
                    "Nobody answers and nothing is held: 503, or the 404 that makes a `…,direct` client move on.",
                    "fall-through")
            .fallback("unavailable");
    static final Key<Duration> FRESH = Key.value(
                    "fresh", Types.DURATION, "How long a list, `@latest` or a branch is current.", "5m")
            .fallback("60s");
    static final Key<Types.Lasting> STALE_IF_ERROR = Key.value(
                    "stale-if-error", Types.LASTING, "How long after that it may still be served in trouble.", "30d")
            .fallback("forever");
    static final Key<String> HEALTH = Key.block("health", Shape.BLOCK, "How upstreams are watched.");
    static final Key<Duration> HEALTH_INTERVAL = Key.value(
            "interval",
            Types.TIME_LIMIT,
            "How often upstreams are probed; only for mirrors of your own. Without it: politely.",
            "1s");

    static final Key<String> NAME = Key.value(
            "name",
            Types.UPSTREAM_NAME,
            "What it is called in logs, metrics and answers. Without it: its host.",
            "aliyun");
    static final Key<UpstreamReader.Target> UPSTREAM_URL = Key.value(
            "url",
            UpstreamReader.TARGET,
            "Where it is: http or https without user or password; or `direct`, the modules' own repositories, which are"
                    + " asked last, by git. Required.",
            "https://goproxy.cn");
    static final Key<Tier> TIER = Key.value(
                    "tier",
                    Types.oneOf(Tier.class),
                    "Asked first (`primary`), while the primary tier cannot answer (`backup`), or while all others are out or silent for"
                            + " 3 s (`reserve`).",
                    "backup")
            .fallback("primary");
    static final Key<Integer> WEIGHT = Key.value(
                    "weight",
                    Types.number(1, 1000),
                    "Its share of the requests, whatever the selection but `priority` and" + " `round-robin`.",
                    "2")
            .fallback("1");
    static final Key<Integer> CONCURRENCY = Key.value(
                    "concurrency",
                    Types.number(1, 10_000),
                    "How many requests to it may run at once, for metadata, archives and checksum database each.",
                    "8")
            .fallback("64");
    static final Key<String> DOMAIN = Key.value(
            "domain",
            Types.UPSTREAM_NAME,
            "What it fails together with: two upstreams of one domain are not two witnesses. Without it: its host.",
            "office");
    static final Key<Boolean> PEER = Key.value(
                    "peer",
                    Types.FLAG,
                    "It is a Breakwater: what a client wants only where it is held (`Disable-Module-Fetch`) is asked"
                            + " of it too, and what it marks as stale is stale.",
                    "true")
            .fallback("false");
    static final Key<Boolean> PRIVATE_ONLY = Key.value(
                    "private-only",
                    Types.FLAG,
                    "Asked for nothing but the modules of the private patterns that name it in `from`.",
                    "true")
            .fallback("false");
    static final Key<URI> UPSTREAM_PROXY = Key.value(
            "proxy", Types.PROXY, "The way to it in place of the general proxy.", "http://proxy.example.com:3128");
    static final Key<String> REDIRECT_HOSTS = Key.values(
            "redirect-hosts",
            Hosts.TYPE,
            "Hosts with internal addresses to which it may redirect, an object store of your own for example: a host (its"
                    + " ports 80 and 443), or host:port. Its own host needs no entry for these two ports and that of `url`.",
            "[minio.example.com:9000]");
    static final Key<String> HEADERS = Key.block(
            "headers", Shape.NAMES, "Headers sent with each request to it and to nobody else, as name: value.");
    static final Key<String> HEADER = Key.value(
                    "*", Types.TEXT, "The value of the header of that name.", "${MIRROR_TOKEN}")
            .hidden();
    static final Key<String> USERNAME =
            Key.value("username", Types.TEXT, "User for basic authentication. Wants `password`.", "mirror");
    static final Key<String> PASSWORD = Key.value(
                    "password",
                    Types.TEXT,
                    "Password for basic authentication. Wants `username`.",
                    "${file:/run/secrets/mirror}")
            .hidden();
    static final Key<String> TOKEN = Key.value(
                    "token", Types.TEXT, "Bearer token, in place of user and password.", "${MIRROR_TOKEN}")
            .hidden();
    static final Key<String> TIMEOUTS = Key.block(
            "timeouts",
            Shape.BLOCK,
            "How long it may be silent before another upstream is asked as well. What is late stays open, up to 30 s of silence"
                    + " or as long as given here, and is given up once another delivers.");
    static final Key<Duration> CONNECT = Key.value(
                    "connect", Types.TIME_LIMIT, "Until the connection stands. What takes longer is out.", "5s")
            .fallback("2s");
    static final Key<Duration> METADATA = Key.value(
                    "metadata",
                    Types.TIME_LIMIT,
                    "Until the first byte of a list, info, go.mod or checksum record.",
                    "5s")
            .fallback("3s");
    static final Key<Duration> ARCHIVE = Key.value("archive", Types.TIME_LIMIT, "Until the first byte of a zip.", "30s")
            .fallback("10s");
    static final Key<Duration> STALL = Key.value("stall", Types.TIME_LIMIT, "In the middle of a body.", "5s")
            .fallback("1500ms");

    static final Key<VerifierKey> DATABASE_KEY = Key.value(
            "key",
            Databases.KEY,
            "A database known by name (`sum.golang.org`), or a verifier key: name+hash+base64. Required.",
            "sum.golang.org");
    static final Key<Databases.Origin> SOURCES = Key.values(
            "sources",
            Databases.ORIGIN,
            "Where its records come from, in this order: `upstreams` (their `/sumdb/` paths), `direct` (the database's"
                    + " own hosts), URLs of copies. Without it: `[upstreams, direct]`.",
            "[upstreams, direct, \"https://sumdb.example.com\"]");

    /** The keys of one block; {@code path} is where it stands, {@code *} is a name, {@code []} an element. */
    record Group(String path, List<Key<?>> keys) {}

    static final Group ROOT = new Group(
            "",
            List.of(
                    LISTEN,
                    PUBLIC_URL,
                    FrontKeys.HOSTS,
                    FrontKeys.PROXIES,
                    DATA_DIR,
                    OFFLINE,
                    LOG,
                    TLS,
                    LIMITS,
                    StorageKeys.STORAGE,
                    PROXY,
                    ALERTS,
                    AccessKeys.ACCESS,
                    AccessKeys.AUDIT,
                    WarmKeys.HOOKS,
                    REPOSITORIES));
    static final Group IN_LOG = new Group("log", List.of(LOG_FORMAT, LOG_ACCESS));
    static final Group IN_TLS = new Group("tls", List.of(TLS_CERT, TLS_KEY, TLS_CA_FILE));
    static final Group IN_LIMITS = new Group(
            "limits", List.of(CONNECTIONS, HEADER_SIZE, URL_LENGTH, REQUEST_TIME, IDLE_TIME, DRAIN_TIME, CLONES));
    static final Group IN_PROXY = new Group("proxy", List.of(PROXY_HTTP, PROXY_HTTPS, PROXY_EXCEPT));
    static final Group IN_ALERTS = new Group("alerts", List.of(WEBHOOKS));
    static final Group IN_WEBHOOK =
            new Group("alerts.webhooks[]", List.of(WEBHOOK_NAME, WEBHOOK_URL, SHAPE, WEBHOOK_SECRET, WEBHOOK_EVENTS));
    static final Group IN_REPOSITORY = new Group(
            "repositories.*",
            List.of(
                    FORMAT,
                    SELECTION,
                    RESERVE,
                    UPSTREAMS,
                    DATABASES,
                    UNVERIFIED,
                    PrivateKeys.PRIVATE,
                    ON_TROUBLE,
                    FRESH,
                    STALE_IF_ERROR,
                    HEALTH,
                    WarmKeys.WARM));
    static final Group IN_UPSTREAM = new Group(
            "repositories.*.upstreams[]",
            List.of(
                    NAME,
                    UPSTREAM_URL,
                    TIER,
                    WEIGHT,
                    CONCURRENCY,
                    DOMAIN,
                    PEER,
                    PRIVATE_ONLY,
                    UPSTREAM_PROXY,
                    REDIRECT_HOSTS,
                    HEADERS,
                    USERNAME,
                    PASSWORD,
                    TOKEN,
                    TIMEOUTS));
    static final Group IN_HEADERS = new Group("repositories.*.upstreams[].headers", List.of(HEADER));
    static final Group IN_TIMEOUTS =
            new Group("repositories.*.upstreams[].timeouts", List.of(CONNECT, METADATA, ARCHIVE, STALL));
    static final Group IN_DATABASE = new Group("repositories.*.checksum-databases[]", List.of(DATABASE_KEY, SOURCES));
    static final Group IN_HEALTH = new Group("repositories.*.health", List.of(HEALTH_INTERVAL));

    static final List<Group> ALL = List.of(
            ROOT,
            FrontKeys.IN_PROXIES,
            IN_LOG,
            IN_TLS,
            IN_LIMITS,
            StorageKeys.IN_STORAGE,
            IN_PROXY,
            IN_ALERTS,
            IN_WEBHOOK,
            AccessKeys.IN_ACCESS,
            AccessKeys.IN_OIDC,
            AccessKeys.IN_RULE,
            AccessKeys.IN_CLAIMS,
            AccessKeys.IN_AUDIT,
            WarmKeys.IN_HOOKS,
            IN_REPOSITORY,
            IN_UPSTREAM,
            IN_HEADERS,
            IN_TIMEOUTS,
            IN_DATABASE,
            PrivateKeys.IN_PRIVATE,
            PrivateKeys.IN_CREDENTIAL,
            IN_HEALTH,
            WarmKeys.IN_WARM);

    /** The paths of the keys that a running server cannot change, in the order of the reference. */
    static final SequencedSet<String> FIXED = new LinkedHashSet<>(List.of(
            "listen",
            "data-dir",
            "log.format",
            "tls.cert",
            "tls.key",
            "tls.ca-file",
            "audit.file-size",
            "audit.keep",
            "limits.connections",
            "limits.header-size",
            "limits.url-length",
            "limits.request-time",
            "limits.idle-time",
            "limits.clones"));

    private Keys() {}
}
