package dev.breakwater.format.oci.upstream;

import dev.breakwater.config.Secret;
import dev.breakwater.upstream.Credentials;

/**
 * A user and a password for a registry, or an identity token, which only a token service takes.
 *
 * @param username {@value #TOKEN} if the secret is an identity token: docker's credential helpers protocol
 */
record RegistryLogin(String username, Secret secret) {
    private static final String TOKEN = "<token>";

    /** With a user and a password. */
    static RegistryLogin of(Credentials.Basic basic) {
        return new RegistryLogin(basic.username(), basic.password());
    }

    /** With an identity token. */
    static RegistryLogin ofToken(String token) {
        return new RegistryLogin(TOKEN, new Secret(token));
    }

    /** Whether it is an identity token: a refresh token of distribution's OAuth 2 specification. */
    boolean isIdentityToken() {
        return username.equals(TOKEN);
    }

    /** The value of an {@code Authorization} header with user and password. */
    String header() {
        return new Credentials.Basic(username, secret).header();
    }
}
