package dev.breakwater.format.go.settings;

import dev.breakwater.repository.PublicMirrors;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Public mirrors of Go modules that are free for all to use.
 *
 * @param go the go command, for its default
 */
public record WellKnownMirrors(GoEnv go) implements PublicMirrors {
    /** All except the go command's default, which the go command itself provides. */
    static final List<URI> URLS = List.of(
            URI.create("https://goproxy.cn"),
            URI.create("https://goproxy.io"),
            URI.create("https://mirrors.aliyun.com/goproxy"));

    @Override
    public List<URI> all() throws InterruptedException {
        Set<URI> all = new LinkedHashSet<>();
        if (go.ask() instanceof GoEnv.GoAnswer.Known(Map<String, String> _, Map<String, String> defaults)) {
            all.addAll(ProxyList.parse(defaults.getOrDefault("GOPROXY", "")).urls());
        }
        all.addAll(URLS);
        return List.copyOf(all);
    }
}
