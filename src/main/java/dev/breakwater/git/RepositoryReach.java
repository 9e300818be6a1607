package dev.breakwater.git;

import dev.breakwater.web.OutboundHttp;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the repositories of one origin may be: by which protocols, to which networks, and with whose credentials.
 * What has a reach of its own shares no copy with anything else, so a company's repository can't be read through a public
 * module that points to it. Credentials belong here, by host: an origin for a private pattern is given a reach that has
 * them, which binds them to the pattern by the chain that the origin stands in, and to the host by this.
 *
 * @param web the way out, whose rules for addresses git is held to as well
 * @param protocols {@code https}, and {@code http} where it is allowed; {@code ssh} goes without saying where {@code logins}
 *     has a key
 * @param logins what lets us in, by host
 * @param authorities a PEM file of the certificate authorities that git is to trust; null for those it knows
 */
public record RepositoryReach(
        OutboundHttp web,
        Set<String> protocols,
        HostCredentials logins,
        @Nullable Path authorities) {}
