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
                            "is no issuer", "write an https:// address to the letter as the iss of its tokens has it"));

    static final Key<String> ACCESS =
            Key.block("access", Shape.BLOCK, "Who may read and publish what, see [access](access.md).");
    static final Key<AccessSettings.Anonymous> ANONYMOUS = Key.value(
            "anonymous",
            Types.oneOf(AccessSettings.Anonymous.class),
            "What clients without credentials may read: `everything`, `public` (what is not `private`), `nothing`, or `local`:"
                    + " everything from the server's own machine, but through a proxy only what is public. Without it:"
                    + " `local` if there is no `access` and the server is reached from its own machine alone (by `listen`"
                    + " and `public-url`), else `public`.",
            "nothing");
    static final Key<AccessSettings.Lookers> METRICS_FOR = Key.value(
                    "metrics",
                    Types.oneOf(AccessSettings.Lookers.class),
                    "Who may see `/-/metrics`: `admin` is whoever may `admin`.",
                    "admin")
            .fallback("anybody");
    static final Key<AccessSettings.Lookers> CONSOLE_FOR = Key.value(
            "console",
            Types.oneOf(AccessSettings.Lookers.class),
            "Who may look at the console and at what the API shows. Without it: `anybody` where whoever sends no"
                    + " credentials may read everything, else `admin`. What is private is shown to `admin` alone; changing"
                    + " anything takes `admin` always.",
            "admin");
    static final Key<String> OIDC =
            Key.block("oidc", Shape.BLOCKS, "Identity providers whose tokens (JWT) are accepted, as those of CI jobs.");
    static final Key<String> RULES = Key.block(
            "rules",
            Shape.BLOCKS,
            "What callers may do. A token of `breakwater token create` needs none: it says so itself.");
    static final Key<String> OIDC_NAME = Key.value(
            "name",
            Types.NAME,
            "What its callers' names begin with: `github:repo:acme/app:ref:refs/heads/main`. Required.",
            "github");
    static final Key<String> ISSUER = Key.value(
            "issuer",
            ISSUER_TYPE,
            "The `iss` of its tokens, to the letter. Required.",
            "https://token.actions.githubusercontent.com");
    static final Key<String> AUDIENCE = Key.value(
            "audience",
            Types.TEXT,
            "What must be among the `aud` of its tokens: this server, as jobs name it when they ask for one. Required.",
            "https://deps.example.com");
    static final Key<URI> JWKS_URL = Key.value(
            "jwks-url",
            Types.URL,
            "Where its public keys are. Without it: as `.well-known/openid-configuration` below the issuer says.",
            "https://token.actions.githubusercontent.com/.well-known/jwks");
    static final Key<String> SUBJECT = Key.value("subject", Types.TEXT, "The claim that names a caller.", "email")
            .fallback("sub");
    static final Key<String> WHO = Key.values(
            "who",
            Types.TEXT,
            "Names of callers, `*` for any characters: of tokens, or `provider:subject`. `anybody` is everybody, known or"
                    + " not.",
            "[\"github:repo:acme/*\"]");
    static final Key<String> CLAIMS = Key.block(
            "claims", Shape.NAMES, "What a caller's token must say too, all of it, as claim: value; `*` as above.");
    static final Key<String> CLAIM =
            Key.value("*", Types.TEXT, "The value of the claim of that name.", "refs/heads/main");
    static final Key<Permission> MAY = Key.values(
            "may",
            Types.oneOf(Permission.class),
            "What they may do; none includes another. Required.",
            "[read, publish]");
    static final Key<String> IN_REPOSITORIES =
            Key.values("repositories", Types.TEXT, "In which repositories. Without it: in all.", "[go]");
    static final Key<String> PATTERNS = Key.values(
            "patterns",
            Globs.TYPE,
            "Which private names, as in `private` but with upper and lower case as written. Without it: all.",
            "[\"git.example.com/team/*\"]");

    static final Group IN_ACCESS = new Group("access", List.of(ANONYMOUS, METRICS_FOR, CONSOLE_FOR, OIDC, RULES));
    static final Group IN_OIDC = new Group("access.oidc[]", List.of(OIDC_NAME, ISSUER, AUDIENCE, JWKS_URL, SUBJECT));
    static final Group IN_RULE = new Group("access.rules[]", List.of(WHO, CLAIMS, MAY, IN_REPOSITORIES, PATTERNS));
    static final Group IN_CLAIMS = new Group("access.rules[].claims", List.of(CLAIM));

    private AccessKeys() {}
}
