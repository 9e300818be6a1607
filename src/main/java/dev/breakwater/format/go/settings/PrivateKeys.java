package dev.breakwater.format.go.settings;

import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Types;
import dev.breakwater.git.CredentialReader;
import java.util.List;

/** The keys of private modules. */
final class PrivateKeys {
    static final SettingKey<String> PRIVATE = SettingKey.block(
            "private",
            Shape.BLOCKS,
            "Your own modules by GOPRIVATE globs, see [private modules](private.md): fetched only from their owner. An element"
                    + " may be a bare glob, whose modules' own repositories are the owner. The first glob that matches wins."
                    + " Without it: GOPRIVATE, GONOPROXY and GONOSUMDB.");
    static final SettingKey<String> PATTERN = SettingKey.value(
            "pattern",
            Globs.TYPE,
            "A GOPRIVATE glob of module paths; case does not count. Required.",
            "git.example.com/*");
    static final SettingKey<String> FROM = SettingKey.value(
                    "from",
                    Types.TEXT.named("name of an upstream, direct or hosted"),
                    "Their owner: `direct`, their own repositories, by git; the upstream of that name; `hosted`, modules"
                            + " uploaded to this server.",
                    "artifactory")
            .fallback("direct");
    static final SettingKey<String> HOSTS = SettingKey.values(
            "hosts",
            Hosts.TYPE,
            "Further hosts that have them and may have internal addresses. The pattern's first element, if it is not a"
                    + " glob, and the hosts of the credentials are always allowed.",
            "[git.corp.example.com]");
    static final SettingKey<String> CREDENTIALS = SettingKey.block(
            "credentials",
            Shape.BLOCKS,
            "Credentials for their hosts, one element per host: a password, a token, a netrc file, a helper or an ssh"
                    + " key. For `from: direct`; an upstream has its own.");

    static final Group IN_PRIVATE = new Group("repositories.*.private[]", List.of(PATTERN, FROM, HOSTS, CREDENTIALS));
    static final Group IN_CREDENTIAL = CredentialReader.group(IN_PRIVATE.path() + ".credentials[]");

    private PrivateKeys() {}
}
