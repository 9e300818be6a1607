package dev.breakwater.format.go.settings;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Public mirrors that anybody may use. */
public final class PublicMirrors {
    /** All but the go command's default, which is known by being the default. */
    static final List<URI> WELL_KNOWN = List.of(
            URI.create("https://goproxy.cn"),
            URI.create("https://goproxy.io"),
            URI.create("https://mirrors.aliyun.com/goproxy"));

    private PublicMirrors() {}

    /** All of them; the go command is asked for its default. */
    public static List<URI> all(GoEnv go) throws InterruptedException {
        Set<URI> all = new LinkedHashSet<>();
        if (go.ask() instanceof GoEnv.GoAnswer.Known(Map<String, String> _, Map<String, String> defaults)) {
            all.addAll(ProxyList.parse(defaults.getOrDefault("GOPROXY", "")).urls());
        }
        all.addAll(WELL_KNOWN);
        return List.copyOf(all);
    }
}
