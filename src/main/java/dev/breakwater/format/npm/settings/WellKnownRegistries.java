package dev.breakwater.format.npm.settings;

import java.net.URI;
import java.util.List;

/** The public npm registry, and public mirrors of it that are free for all to use. */
public final class WellKnownRegistries {
    /** The registry that npm uses if no other is set. */
    static final URI USUAL = URI.create("https://registry.npmjs.org");

    /** All, the registry itself first. */
    static final List<URI> URLS = List.of(
            USUAL,
            URI.create("https://registry.npmmirror.com"),
            URI.create("https://mirrors.cloud.tencent.com/npm"),
            URI.create("https://repo.huaweicloud.com/repository/npm"));

    private WellKnownRegistries() {}

    /** All of them, the registry itself first. */
    public static List<URI> all() {
        return URLS;
    }
}
