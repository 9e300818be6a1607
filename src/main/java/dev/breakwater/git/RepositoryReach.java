package dev.breakwater.git;

import dev.breakwater.web.OutboundHttp;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits on reaching one origin's repositories: protocols, networks and credentials. Origins with different reaches share
 * no clones, so a company's repository can't be read through a public module that points to it. Credentials are part of it, by
 * host: an origin for a private pattern gets a reach that has them; the origin's chain binds them to the pattern, and the reach
 * binds each to its host.
 *
 * @param web the outbound client, whose address rules apply to git as well
 * @param protocols {@code https}, and {@code http} if it is allowed; {@code ssh} is implied if {@code logins} has a key
 * @param logins the credentials by host
 * @param authorities a PEM file of the certificate authorities that git trusts; null for its defaults
 */
public record RepositoryReach(
        OutboundHttp web,
        Set<String> protocols,
        HostCredentials logins,
        @Nullable Path authorities) {}
