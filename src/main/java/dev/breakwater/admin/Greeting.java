package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** The text for {@code curl} at {@code /}: the repositories, and how to configure a client. */
final class Greeting {
    private Greeting() {}

    static byte[] text(ExtensionRequest visit, List<ClientLines> clients) {
        StringBuilder text = new StringBuilder("Breakwater, a dependency mirror.\n\nRepositories here:\n");
        for (String name : new TreeSet<>(visit.site().repositories().keySet())) {
            text.append("  ").append(visit.base()).append('/').append(name).append('\n');
        }
        text.append("\nTo use them:\n");
        for (ClientLines client : clients) {
            text.append("  ").append(client.command()).append('\n');
        }
        text.append("\nOpen this address in a browser for the console. State: ")
                .append(Api.ROOT)
                .append("/status  /-/live  /-/ready  /-/metrics  ")
                .append(Api.ROOT)
                .append("/openapi.json\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
