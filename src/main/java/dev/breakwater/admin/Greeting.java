package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** The text for {@code curl} at {@code /}: the repositories, and how to configure a client. */
final class Greeting {
    private Greeting() {}

    static byte[] text(ExtensionRequest visit) {
        StringBuilder text = new StringBuilder("Breakwater, a dependency mirror.\n\nRepositories here:\n");
        for (String name : new TreeSet<>(visit.site().repositories().keySet())) {
            text.append("  ").append(visit.base()).append('/').append(name).append('\n');
        }
        if (visit.site().repositories().containsKey("go")) {
            text.append("\nFor Go:  go env -w GOPROXY=").append(visit.base()).append("/go\n");
        }
        text.append("\nOpen this address in a browser for the console. State: ")
                .append(Api.ROOT)
                .append("/status  /-/live  /-/ready  /-/metrics  ")
                .append(Api.ROOT)
                .append("/openapi.json\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
