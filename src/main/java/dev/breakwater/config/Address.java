package dev.breakwater.config;

/**
 * A host and a port, as in {@code 127.0.0.1:8080} or {@code [::1]:8080}.
 *
 * @param host a name or an IP address, without brackets; {@code 0.0.0.0} or {@code ::} for every interface
 * @param port 0 for any free one
 */
public record Address(String host, int port) {
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
