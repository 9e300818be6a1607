package dev.breakwater.http;

import dev.breakwater.config.Address;
import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.net.URI;
import java.util.List;

/** The address of the server. */
public final class ServerSection implements Section<ServerSettings> {
    private static final SettingKey<Address> LISTEN = SettingKey.value(
                    "listen", Types.ADDRESS, "Where the server listens; port 0 takes any free one.", "0.0.0.0:8080")
            .fallback("127.0.0.1:8080")
            .needsRestart();
    private static final SettingKey<URI> PUBLIC_URL = SettingKey.value(
            "public-url",
            Types.URL,
            "The URL for links and for what `env` prints. Default: taken from each request.",
            "https://deps.example.com");

    @Override
    public Class<ServerSettings> type() {
        return ServerSettings.class;
    }

    /** With the keys of {@link FrontSection}, which is read later: the reference lists them together. */
    @Override
    public List<Group> groups() {
        return List.of(
                new Group("", List.of(LISTEN, PUBLIC_URL, FrontSection.HOSTS, FrontSection.PROXIES)),
                FrontSection.IN_PROXIES);
    }

    @Override
    public ServerSettings read(Block top, Settings above) {
        return new ServerSettings(top.get(LISTEN), top.find(PUBLIC_URL));
    }
}
