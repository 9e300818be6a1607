package dev.breakwater.auth;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The access settings: permissions of anonymous callers, identity providers and rules.
 *
 * @param anonymous what a client without credentials may read
 * @param metrics who may see the metrics
 * @param console who may see the console and the same data in the API
 * @param providers the identity providers whose tokens are accepted
 * @param rules what callers may do beyond what their own token says
 */
public record AccessSettings(
        Anonymous anonymous, Lookers metrics, Lookers console, List<Provider> providers, List<Rule> rules) {
    /** What a client without credentials may read. */
    public enum Anonymous {
        /** Everything, private names included. */
        EVERYTHING,
        /** Everything for clients on the server's own machine, not through a proxy; for others what is not private. */
        LOCAL,
        /** What is not private. */
        PUBLIC,
        /** Nothing. */
        NOTHING;

        /** Whether clients on the server's own machine may read everything. */
        boolean open() {
            return this == EVERYTHING || this == LOCAL;
        }

        /** The access of clients on the server's own machine. */
        public Access.Anonymous here() {
            return switch (this) {
                case EVERYTHING, LOCAL -> Access.Anonymous.EVERYTHING;
                case PUBLIC -> Access.Anonymous.PUBLIC;
                case NOTHING -> Access.Anonymous.NOTHING;
            };
        }
    }

    /** Who may see the operator's data. */
    public enum Lookers {
        /** All callers. */
        ANYBODY,
        /** Callers with {@code admin}. */
        ADMIN
    }

    /**
     * An identity provider.
     *
     * @param name the prefix of its callers' names
     * @param issuer the exact {@code iss} of its tokens
     * @param audiences one of these must be among their {@code aud}
     * @param keys the URL of its key set; null: the one in its discovery document
     * @param subject the claim that names a caller
     */
    public record Provider(
            String name,
            String issuer,
            List<String> audiences,
            @Nullable URI keys,
            String subject) {
        /** Copies the list. */
        public Provider {
            audiences = List.copyOf(audiences);
        }
    }

    public AccessSettings {
        providers = List.copyOf(providers);
        rules = List.copyOf(rules);
    }

    /** Whether any request needs credentials. */
    public boolean wanted() {
        return !anonymous.open();
    }
}
