package dev.breakwater.format.npm.name;

/** The meaning of a request's path below a repository, whatever the method. {@link NpmPathParser} reads it. */
public sealed interface NpmPath {
    /** {@code /<name>}: the package's document. */
    record Document(PackageName name) implements NpmPath {}

    /** {@code /<name>/<version or tag>}: the manifest of one version. */
    record Manifest(PackageName name, String selector) implements NpmPath {}

    /** {@code /<name>/-/<base>-<version>.tgz}: the tarball of a version. */
    record Tarball(PackageName name, SemanticVersion version) implements NpmPath {}

    /** {@code /<name>/-rev/<rev>}: the document, if its revision is that one. */
    record DocumentRevision(PackageName name, String revision) implements NpmPath {}

    /** {@code /<name>/-/<file>/-rev/<rev>}: a tarball, if the document's revision is that one. */
    record TarballRevision(PackageName name, SemanticVersion version, String revision) implements NpmPath {}

    /** {@code /-/package/<name>/dist-tags}: the tags of a package. */
    record DistTags(PackageName name) implements NpmPath {}

    /** {@code /-/package/<name>/dist-tags/<tag>}: one of them. */
    record DistTag(PackageName name, String tag) implements NpmPath {}

    /** {@code /-/npm/v1/attestations/<name>@<version>}: the attestations of a version. */
    record Attestations(PackageName name, SemanticVersion version) implements NpmPath {}

    /** {@code /-/user/org.couchdb.user:<user>}: the login of a user. */
    record LoginPath(String user) implements NpmPath {}

    /** {@code /-/user/token/<token>}: a token that is given back. */
    record Logout(String token) implements NpmPath {}

    /** {@code /-/npm/v1/tokens/token/<key>}: one token of the caller. */
    record OwnToken(String key) implements NpmPath {}

    /** {@code /-/npm/v1/oidc/token/exchange/package/<name>}: the exchange of a CI job's token, at the host's root too. */
    record TokenExchange(PackageName name) implements NpmPath {}

    /** A path that has no variable part. */
    enum Service implements NpmPath {
        /** {@code /}: what the repository is. */
        ROOT(""),
        /** {@code /-/ping}. */
        PING("-/ping"),
        /** {@code /-/whoami}. */
        WHOAMI("-/whoami"),
        /** {@code /-/npm/v1/user}. */
        USER("-/npm/v1/user"),
        /** {@code /-/npm/v1/keys}. */
        KEYS("-/npm/v1/keys"),
        /** {@code /-/npm/v1/tokens}. */
        TOKENS("-/npm/v1/tokens"),
        /** {@code /-/v1/login}. */
        WEB_LOGIN("-/v1/login"),
        /** {@code /-/v1/search}. */
        SEARCH("-/v1/search"),
        /** {@code /-/npm/v1/security/advisories/bulk}. */
        ADVISORIES("-/npm/v1/security/advisories/bulk"),
        /** {@code /-/npm/v1/security/audits}: yarn 1. */
        AUDITS("-/npm/v1/security/audits"),
        /** {@code /-/npm/v1/security/audits/quick}. */
        QUICK_AUDITS("-/npm/v1/security/audits/quick");

        private final String path;

        Service(String path) {
            this.path = path;
        }

        /** The path below the repository. */
        public String path() {
            return path;
        }
    }

    /** A path that the protocol has, and this server does not. */
    record UnknownPath(String path) implements NpmPath {}

    /** A path that no registry has; {@code why} names the fault and the right form. */
    record InvalidPath(String why) implements NpmPath {}
}
