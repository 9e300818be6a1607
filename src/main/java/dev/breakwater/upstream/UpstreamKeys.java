package dev.breakwater.upstream;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a repository's upstreams, with their texts and defaults. They are the same for every format but for {@code url},
 * since a format has keywords for upstreams without an address, and for the marks that only some formats give to an upstream.
 */
public final class UpstreamKeys {
    /** Which upstream of a tier is tried first. */
    public static final SettingKey<Selection> SELECTION = SettingKey.value(
                    "selection",
                    Types.oneOf(Selection.class),
                    "Which healthy upstream of a tier is tried first.",
                    "priority")
            .fallback("response-time");
    /** Whether there is a reserve, for formats that know public mirrors. */
    public static final SettingKey<Reserving> RESERVE = SettingKey.value(
                    "reserve",
                    Types.oneOf(Reserving.class),
                    "Whether to use well-known public mirrors if every configured upstream is down or silent for 3 s. There are"
                            + " none if `upstreams` is set, or if a list in the environment names others than well-known"
                            + " mirrors.",
                    "off")
            .fallback("on");
    /** The list of upstreams. */
    public static final SettingKey<String> UPSTREAMS = SettingKey.block(
            "upstreams",
            Shape.BLOCKS,
            "Upstreams to fetch from; an element may be a bare URL. Default: from the environment, see above.");
    /** How they are monitored. */
    public static final SettingKey<String> HEALTH =
            SettingKey.block("health", Shape.BLOCK, "Health checks of upstreams.");

    static final SettingKey<Duration> HEALTH_INTERVAL = SettingKey.value(
            "interval",
            Types.TIME_LIMIT,
            "How often to probe upstreams; set it only for your own mirrors. Default: rarely, to spare public mirrors.",
            "1s");
    static final SettingKey<String> NAME =
            SettingKey.value("name", Types.NAME, "Name in logs, metrics and responses. Default: its host.", "aliyun");
    static final SettingKey<Tier> TIER = SettingKey.value(
                    "tier",
                    Types.oneOf(Tier.class),
                    "Used first (`primary`), if the primary tier can't answer (`backup`), or if all others are down or silent for"
                            + " 3 s (`reserve`).",
                    "backup")
            .fallback("primary");
    static final SettingKey<Integer> WEIGHT = SettingKey.value(
                    "weight",
                    Types.number(1, 1000),
                    "Its share of requests. Ignored by the selections `priority` and `round-robin`.",
                    "2")
            .fallback("1");
    static final SettingKey<Integer> CONCURRENCY = SettingKey.value(
                    "concurrency",
                    Types.number(1, 10_000),
                    "Maximum concurrent requests to it, for metadata, archives and checksum database each.",
                    "8")
            .fallback("64");
    static final SettingKey<String> DOMAIN = SettingKey.value(
            "domain",
            Types.NAME,
            "Failure domain: upstreams in one domain don't count as independent witnesses. Default: its host.",
            "office");
    static final SettingKey<Boolean> PEER = SettingKey.value(
                    "peer",
                    Types.FLAG,
                    "It is a Breakwater too: requests for cached modules only (`Disable-Module-Fetch`) are also sent"
                            + " to it, and its stale marks are kept.",
                    "true")
            .fallback("false");
    static final SettingKey<Boolean> PRIVATE_ONLY = SettingKey.value(
                    "private-only",
                    Types.FLAG,
                    "Use it only for modules of the private patterns that name it in `from`.",
                    "true")
            .fallback("false");
    static final SettingKey<URI> PROXY = SettingKey.value(
            "proxy",
            Types.PROXY,
            "Proxy for this upstream instead of the general one.",
            "http://proxy.example.com:3128");
    static final SettingKey<String> REDIRECT_HOSTS = SettingKey.values(
            "redirect-hosts",
            Hosts.TYPE,
            "Hosts with internal addresses to which it may redirect, an object store of your own for example: a host (its"
                    + " ports 80 and 443), or host:port. Its own host needs no entry for these two ports and that of `url`.",
            "[minio.example.com:9000]");
    static final SettingKey<String> HEADERS = SettingKey.block(
            "headers", Shape.NAMES, "Headers sent with each request to this upstream only, as name: value.");
    static final SettingKey<String> HEADER = SettingKey.value(
                    "*", Types.TEXT, "Value of the header.", "${MIRROR_TOKEN}")
            .hidden();
    static final SettingKey<String> USERNAME =
            SettingKey.value("username", Types.TEXT, "User for basic authentication. Requires `password`.", "mirror");
    static final SettingKey<String> PASSWORD = SettingKey.value(
                    "password",
                    Types.TEXT,
                    "Password for basic authentication. Requires `username`.",
                    "${file:/run/secrets/mirror}")
            .hidden();
    static final SettingKey<String> TOKEN = SettingKey.value(
                    "token", Types.TEXT, "Bearer token, instead of user and password.", "${MIRROR_TOKEN}")
            .hidden();
    static final SettingKey<String> TIMEOUTS = SettingKey.block(
            "timeouts",
            Shape.BLOCK,
            "How long it may be silent before the server also asks another upstream. The late request stays open, up to 30 s"
                    + " of silence or the time set here, and is cancelled once another upstream delivers.");
    static final SettingKey<Duration> CONNECT = SettingKey.value(
                    "connect",
                    Types.TIME_LIMIT,
                    "Until the connection is established. If it takes longer, the upstream counts as down.",
                    "5s")
            .fallback("2s");
    static final SettingKey<Duration> METADATA = SettingKey.value(
                    "metadata",
                    Types.TIME_LIMIT,
                    "Until the first byte of a list, info, go.mod or checksum record.",
                    "5s")
            .fallback("3s");
    static final SettingKey<Duration> ARCHIVE = SettingKey.value(
                    "archive", Types.TIME_LIMIT, "Until the first byte of a zip.", "30s")
            .fallback("10s");
    static final SettingKey<Duration> STALL = SettingKey.value(
                    "stall", Types.TIME_LIMIT, "Longest silence in the middle of a body.", "5s")
            .fallback("1500ms");

    static final Group IN_HEADERS = new Group("repositories.*.upstreams[].headers", List.of(HEADER));
    static final Group IN_TIMEOUTS =
            new Group("repositories.*.upstreams[].timeouts", List.of(CONNECT, METADATA, ARCHIVE, STALL));

    /** The keys below {@link #HEALTH}. */
    public static final Group IN_HEALTH = new Group("repositories.*.health", List.of(HEALTH_INTERVAL));

    private final SettingKey<Target> url;
    private final List<SettingKey<Boolean>> marks;
    private final Group upstream;

    /**
     * The target of an upstream.
     *
     * @param url its address; missing if {@code word} stands for it
     * @param word one of the format's keywords; empty if there is an address
     */
    public record Target(@Nullable URI url, String word) {}

    /**
     * The keys of one format.
     *
     * @param type the type of {@code url}, for the reference
     * @param meaning its meaning, for the reference
     * @param words the keywords it accepts besides an address
     */
    public UpstreamKeys(String type, String meaning, Set<String> words) {
        this(type, meaning, "https://goproxy.cn", words, List.of(), List.of());
    }

    /**
     * The keys of a format with marks and keys of its own.
     *
     * @param type the type of {@code url}, for the reference
     * @param meaning its meaning, for the reference
     * @param example an address, for the reference
     * @param words the keywords it accepts besides an address
     * @param marks what an upstream may be besides, in this format; with a default
     * @param own what else the format says of an upstream, and reads itself from the upstream's block
     */
    public UpstreamKeys(
            String type,
            String meaning,
            String example,
            Set<String> words,
            List<SettingKey<Boolean>> marks,
            List<SettingKey<?>> own) {
        this.url = SettingKey.value("url", new Type<>(type, text -> target(text, words)), meaning, example);
        this.marks = List.copyOf(marks);
        List<SettingKey<?>> keys = new ArrayList<>(List.of(
                NAME,
                url,
                TIER,
                WEIGHT,
                CONCURRENCY,
                DOMAIN,
                PEER,
                PRIVATE_ONLY,
                PROXY,
                REDIRECT_HOSTS,
                HEADERS,
                USERNAME,
                PASSWORD,
                TOKEN,
                TIMEOUTS));
        keys.addAll(marks);
        keys.addAll(own);
        this.upstream = new Group("repositories.*.upstreams[]", keys);
    }

    /** The keys below {@link #UPSTREAMS}, by block. */
    public List<Group> groups() {
        return List.of(upstream, IN_HEADERS, IN_TIMEOUTS);
    }

    Group upstream() {
        return upstream;
    }

    SettingKey<Target> url() {
        return url;
    }

    List<SettingKey<Boolean>> marks() {
        return marks;
    }

    /** How often upstreams are probed; null for the default. */
    public static @Nullable Duration probeInterval(Block repository) {
        return repository.block(HEALTH, IN_HEALTH).find(HEALTH_INTERVAL);
    }

    private static ParseResult<Target> target(String text, Set<String> words) {
        if (words.contains(text)) {
            return new ParseResult.Right<>(new Target(null, text));
        }
        return text.equals("off")
                ? new ParseResult.Wrong<>("is not an upstream", "remove it: only the upstreams listed here are used")
                : Urls.base(text, "remove it, and set username and password below it")
                        .map(url -> new Target(url, ""));
    }
}
