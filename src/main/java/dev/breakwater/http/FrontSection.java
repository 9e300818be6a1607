package dev.breakwater.http;

import dev.breakwater.address.IpRange;
import dev.breakwater.address.TrustedProxies;
import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The server's names, and the proxies in front of it. Its keys follow those of {@link ServerSection}. */
public final class FrontSection implements Section<FrontSettings> {
    private static final Type<String> NAME = Types.TEXT
            .named("host")
            .where(text -> text.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?")
                    ? null
                    : new ParseResult.Wrong<>(
                            "is not a host", "write only the name, without port or path: deps.example.com"));

    private static final Type<IpRange> RANGE = new Type<>("IP address or range", text -> {
        IpRange range = IpRange.parse(text);
        return range == null
                ? new ParseResult.Wrong<>(
                        "is not an IP address or range",
                        "write an IP address or a range: 10.1.2.3, 10.0.0.0/8, fd00::/8")
                : new ParseResult.Right<>(range);
    });

    static final SettingKey<String> HOSTS = SettingKey.values(
            "hosts",
            NAME,
            "Names that clients use for this server. Pages, and everything if `access.anonymous` is"
                    + " `everything`, answer only to these, to IP addresses, names of one label, names under"
                    + " `.localhost`, `.local`, `.lan`, `.internal`, `.home.arpa` and `.svc`, and the hosts of"
                    + " `listen` and `public-url`; see"
                    + " [operations](operations.md#names-and-proxies).",
            "[deps.example.com]");
    static final SettingKey<String> PROXIES = SettingKey.block(
            "trusted-proxies",
            Shape.BLOCK,
            "The proxies in front of this server whose forwarding headers are trusted; see"
                    + " [operations](operations.md#names-and-proxies).");
    private static final SettingKey<IpRange> ADDRESSES = SettingKey.values(
            "addresses",
            RANGE,
            "Their addresses; `[]` trusts none. Default: only this machine, `[127.0.0.0/8, \"::1\"]`.",
            "[127.0.0.0/8, 10.1.2.3]");
    private static final SettingKey<TrustedProxies.Family> HEADERS = SettingKey.value(
                    "headers",
                    Types.oneOf(TrustedProxies.Family.class),
                    "The headers that they set: `X-Forwarded-…`, or `Forwarded` (RFC 7239). The other kind is"
                            + " ignored: a proxy passes it on as the client sent it.",
                    "forwarded")
            .fallback("x-forwarded");
    private static final SettingKey<Boolean> HOST = SettingKey.value(
                    "forwarded-host",
                    Types.FLAG,
                    "They set `X-Forwarded-Host` (or `host=`): it is used in links. The check of `hosts` ignores it.",
                    "true")
            .fallback("false");
    private static final SettingKey<Boolean> PREFIX = SettingKey.value(
                    "forwarded-prefix",
                    Types.FLAG,
                    "They set `X-Forwarded-Prefix`, the part of the path that they remove: it is used in links.",
                    "true")
            .fallback("false");

    static final Group IN_PROXIES = new Group("trusted-proxies", List.of(ADDRESSES, HEADERS, HOST, PREFIX));

    @Override
    public Class<FrontSettings> type() {
        return FrontSettings.class;
    }

    /** The keys of the first section, so that they follow {@code listen} directly. */
    @Override
    public List<Group> groups() {
        return List.of();
    }

    @Override
    public FrontSettings read(Block top, Settings above) {
        List<String> hosts = top.list(HOSTS);
        return new FrontSettings(
                hosts == null ? Set.of() : hosts.stream().map(Hosts::plain).collect(Collectors.toUnmodifiableSet()),
                proxies(top.below("trusted-proxies")));
    }

    private static TrustedProxies proxies(Block block) {
        List<IpRange> addresses = block.list(ADDRESSES);
        return new TrustedProxies(
                addresses == null ? TrustedProxies.LOOPBACK.ranges() : addresses,
                block.get(HEADERS),
                block.get(HOST),
                block.get(PREFIX));
    }
}
