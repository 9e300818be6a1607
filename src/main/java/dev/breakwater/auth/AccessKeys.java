package dev.breakwater.auth;

import dev.breakwater.config.Globs;
import dev.breakwater.config.Group;
import dev.breakwater.config.Key;
import dev.breakwater.config.Key.Shape;
import dev.breakwater.config.Parsed;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import java.net.URI;
import java.util.List;

/** The keys of who may do what, with their texts and defaults. */
final class AccessKeys {
    /** To the letter, for it is compared with what tokens say. */
    private static final Type<String> ISSUER_TYPE = Types.TEXT
            .named("URL")
            .where(text -> text.matches("https://[^\\s?#]+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?[^\\s?#]*")
                    ? null
                    : new Parsed.Wrong<>(
                            "is not an issuer", "write an https:// address, exactly as in the iss of its tokens"));

    static final Key<String> ACCESS =
            Key.block("access", Shape.BLOCK, "Who may read and publish what; see [access](access.md).");
    static final Key<AccessSettings.Anonymous> ANONYMOUS = Key.value(
            "anonymous",
            Types.oneOf(AccessSettings.Anonymous.class),
            "What clients without credentials may read: `everything`, `public` (what is not `private`),"
                    + " `nothing`, or `local`:"
                    + " everything for clients on the server's own machine, but only what is public through a"
                    + " proxy. Default: `local` if there is no `access` and only the server's own machine can"
                    + " reach it (by `listen`"
                    + " and `public-url`), else `public`.",
            "nothing");
    static final Key<AccessSettings.Lookers> METRICS_FOR = Key.value(
                    "metrics",
                    Types.oneOf(AccessSettings.Lookers.class),
                    "Who may see `/-/metrics`: `anybody`, or callers with the `admin` permission.",
                    "admin")
            .fallback("anybody");
    static final Key<AccessSettings.Lookers> CONSOLE_FOR = Key.value(
            "console",
            Types.oneOf(AccessSettings.Lookers.class),
            "Who may see the console and what the API shows. Default: `anybody` if anonymous clients may read"
                    + " everything, else `admin`. Private data is shown only to `admin`; every change requires"
                    + " `admin`.",
            "admin");
    static final Key<String> OIDC = Key.block(
            "oidc", Shape.BLOCKS, "Identity providers whose tokens (JWT) are accepted, for example those of CI jobs.");
    static final Key<String> RULES = Key.block(
            "rules",
            Shape.BLOCKS,
            "What callers may do. A token of `breakwater token create` needs no rule: it carries its own permissions.");
    static final Key<String> OIDC_NAME = Key.value(
            "name",
            Types.NAME,
            "The prefix of its callers' names: `github:repo:acme/app:ref:refs/heads/main`. Required.",
            "github");
    static final Key<String> ISSUER = Key.value(
            "issuer",
            ISSUER_TYPE,
            "The exact `iss` of its tokens. Required.",
            "https://token.actions.githubusercontent.com");
    static final Key<String> AUDIENCE = Key.value(
            "audience",
            Types.TEXT,
            "This server's name in the `aud` of its tokens, as jobs request it. Required.",
            "https://deps.example.com");
    static final Key<URI> JWKS_URL = Key.value(
            "jwks-url",
            Types.URL,
            "The URL of its public keys. Default: the one in the issuer's `.well-known/openid-configuration`.",
            "https://token.actions.githubusercontent.com/.well-known/jwks");
    static final Key<String> SUBJECT = Key.value("subject", Types.TEXT, "The claim that names a caller.", "email")
            .fallback("sub");
    static final Key<String> WHO = Key.values(
            "who",
            Types.TEXT,
            "Names of callers, `*` for any characters: names of tokens, or `provider:subject`. `anybody` means"
                    + " all callers, with or without credentials.",
            "[\"github:repo:acme/*\"]");
    static final Key<String> CLAIMS = Key.block(
            "claims",
            Shape.NAMES,
            "Further claims that the caller's token must have, all of them, as claim: value; `*` as above.");
    static final Key<String> CLAIM =
            Key.value("*", Types.TEXT, "The value of the claim of that name.", "refs/heads/main");
    static final Key<Permission> MAY = Key.values(
            "may", Types.oneOf(Permission.class), "Permissions; none includes another. Required.", "[read, publish]");
    static final Key<String> IN_REPOSITORIES =
            Key.values("repositories", Types.TEXT, "Only in these repositories. Default: all.", "[go]");
    static final Key<String> PATTERNS = Key.values(
            "patterns",
            Globs.TYPE,
            "Private names, as in `private` but case-sensitive. Default: all.",
            "[\"git.example.com/team/*\"]");

    static final Group IN_ACCESS = new Group("access", List.of(ANONYMOUS, METRICS_FOR, CONSOLE_FOR, OIDC, RULES));
    static final Group IN_OIDC = new Group("access.oidc[]", List.of(OIDC_NAME, ISSUER, AUDIENCE, JWKS_URL, SUBJECT));
    static final Group IN_RULE = new Group("access.rules[]", List.of(WHO, CLAIMS, MAY, IN_REPOSITORIES, PATTERNS));
    static final Group IN_CLAIMS = new Group("access.rules[].claims", List.of(CLAIM));

    private AccessKeys() {}
}
