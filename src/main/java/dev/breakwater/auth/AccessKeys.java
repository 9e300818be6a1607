package dev.breakwater.auth;

import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import java.net.URI;
import java.util.List;

/** The configuration keys of {@code access}, with their texts and defaults. */
final class AccessKeys {
    /** Taken exactly as written, because it is compared with the {@code iss} of tokens. */
    private static final Type<String> ISSUER_TYPE = Types.TEXT
            .named("URL")
            .where(text -> text.matches("https://[^\\s?#]+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?[^\\s?#]*")
                    ? null
                    : new ParseResult.Wrong<>(
                            "is not an issuer", "write an https:// address, exactly as in the iss of its tokens"));

    static final SettingKey<String> ACCESS =
            SettingKey.block("access", Shape.BLOCK, "Who may read and publish what; see [access](access.md).");
    static final SettingKey<AccessSettings.Anonymous> ANONYMOUS = SettingKey.value(
            "anonymous",
            Types.oneOf(AccessSettings.Anonymous.class),
            "What clients without credentials may read: `everything`, `public` (what is not `private`),"
                    + " `nothing`, or `local`:"
                    + " everything for clients on the server's own machine, but only what is public through a"
                    + " proxy. Default: `local` if there is no `access` and only the server's own machine can"
                    + " reach it (by `listen`"
                    + " and `public-url`), else `public`.",
            "nothing");
    static final SettingKey<AccessSettings.Lookers> METRICS_FOR = SettingKey.value(
                    "metrics",
                    Types.oneOf(AccessSettings.Lookers.class),
                    "Who may see `/-/metrics`: `anybody`, or callers with the `admin` permission.",
                    "admin")
            .fallback("anybody");
    static final SettingKey<AccessSettings.Lookers> CONSOLE_FOR = SettingKey.value(
            "console",
            Types.oneOf(AccessSettings.Lookers.class),
            "Who may see the console and what the API shows. Default: `anybody` if anonymous clients may read"
                    + " everything, else `admin`. Private data is shown only to `admin`; every change requires"
                    + " `admin`.",
            "admin");
    static final SettingKey<String> OIDC = SettingKey.block(
            "oidc", Shape.BLOCKS, "Identity providers whose tokens (JWT) are accepted, for example those of CI jobs.");
    static final SettingKey<String> RULES = SettingKey.block(
            "rules",
            Shape.BLOCKS,
            "What callers may do. A token of `breakwater token create` needs no rule: it carries its own permissions.");
    static final SettingKey<String> OIDC_NAME = SettingKey.value(
            "name",
            Types.NAME,
            "The prefix of its callers' names: `github:repo:acme/app:ref:refs/heads/main`. Required.",
            "github");
    static final SettingKey<String> ISSUER = SettingKey.value(
            "issuer",
            ISSUER_TYPE,
            "The exact `iss` of its tokens. Required.",
            "https://token.actions.githubusercontent.com");
    static final SettingKey<String> AUDIENCE = SettingKey.value(
            "audience",
            Types.TEXT,
            "This server's name in the `aud` of its tokens, as jobs request it. Required.",
            "https://deps.example.com");
    static final SettingKey<String> MORE_AUDIENCES = SettingKey.values(
            "more-audiences",
            Types.TEXT,
            "Further names of this server in the `aud`, for jobs that can't choose it: `npm publish` requests `npm:` and"
                    + " the registry's host.",
            "[\"npm:deps.example.com\"]");
    static final SettingKey<URI> JWKS_URL = SettingKey.value(
            "jwks-url",
            Types.URL,
            "The URL of its public keys. Default: the one in the issuer's `.well-known/openid-configuration`.",
            "https://token.actions.githubusercontent.com/.well-known/jwks");
    static final SettingKey<String> SUBJECT = SettingKey.value(
                    "subject", Types.TEXT, "The claim that names a caller.", "email")
            .fallback("sub");
    static final SettingKey<String> WHO = SettingKey.values(
            "who",
            Types.TEXT,
            "Names of callers, `*` for any characters: names of tokens, or `provider:subject`. `anybody` means"
                    + " all callers, with or without credentials.",
            "[\"github:repo:acme/*\"]");
    static final SettingKey<String> CLAIMS = SettingKey.block(
            "claims",
            Shape.NAMES,
            "Further claims that the caller's token must have, all of them, as claim: value; `*` as above.");
    static final SettingKey<String> CLAIM =
            SettingKey.value("*", Types.TEXT, "The value of the claim of that name.", "refs/heads/main");
    static final SettingKey<Permission> MAY = SettingKey.values(
            "may", Types.oneOf(Permission.class), "Permissions; none includes another. Required.", "[read, publish]");
    static final SettingKey<String> IN_REPOSITORIES =
            SettingKey.values("repositories", Types.TEXT, "Only in these repositories. Default: all.", "[go]");
    static final SettingKey<String> PATTERNS = SettingKey.values(
            "patterns",
            Globs.TYPE,
            "Private names, as in `private` but case-sensitive. Default: all.",
            "[\"git.example.com/team/*\"]");

    static final Group IN_ACCESS = new Group("access", List.of(ANONYMOUS, METRICS_FOR, CONSOLE_FOR, OIDC, RULES));
    static final Group IN_OIDC =
            new Group("access.oidc[]", List.of(OIDC_NAME, ISSUER, AUDIENCE, MORE_AUDIENCES, JWKS_URL, SUBJECT));
    static final Group IN_RULE = new Group("access.rules[]", List.of(WHO, CLAIMS, MAY, IN_REPOSITORIES, PATTERNS));
    static final Group IN_CLAIMS = new Group("access.rules[].claims", List.of(CLAIM));

    private AccessKeys() {}
}
