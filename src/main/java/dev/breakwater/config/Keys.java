package dev.breakwater.config;

import dev.breakwater.config.Key.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Every key there is, in the order of the reference. */
final class Keys {
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

    /** The repositories' keys by block. */
    static final List<Group> REPOSITORY_GROUPS = List.of(
            new Group("", List.of(REPOSITORIES)),
            IN_REPOSITORY,
            IN_UPSTREAM,
            IN_HEADERS,
            IN_TIMEOUTS,
            IN_DATABASE,
            PrivateKeys.IN_PRIVATE,
            PrivateKeys.IN_CREDENTIAL,
            IN_HEALTH,
            WarmKeys.IN_WARM);

    private Keys() {}
}
