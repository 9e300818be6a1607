package dev.breakwater.format.npm;

import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.name.NpmPathParser;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.Site;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What npm requests at the root of the host, whatever the path of the registry is: the exchange of {@link TrustedPublishing}. The
 * repository that hosts the package answers; if several do, the first by name.
 */
final class NpmRoot implements RootPaths {
    @Override
    public List<String> prefixes() {
        return List.of("/-/npm/v1/oidc/");
    }

    @Override
    public Site.Route route(String path, String query, SortedMap<String, Repository> repositories) {
        String rest = path.substring(1);
        String name = NpmPathParser.parse(rest) instanceof NpmPath.TokenExchange(PackageName asked) ? asked.text() : "";
        for (Map.Entry<String, Repository> each : repositories.entrySet()) {
            if (each.getValue() instanceof NpmRepository repository && repository.hosts(name)) {
                return new Site.Route(each.getKey(), new AtRoot(repository), rest);
            }
        }
        Map.Entry<String, Repository> first = repositories.entrySet().iterator().next();
        return new Site.Route(first.getKey(), new AtRoot(first.getValue()), rest);
    }

    /** A repository whose errors have the member that npm logs for an exchange, {@code message}, beside the usual one. */
    private record AtRoot(Repository repository) implements Repository {
        @Override
        public Action action(Request request) {
            return repository.action(request);
        }

        @Override
        public Wording wording(String path) {
            return new MessageWording(repository.wording(path));
        }
    }

    private record MessageWording(Wording usual) implements Wording {
        @Override
        public String type() {
            return usual.type();
        }

        @Override
        public byte[] error(int status, List<String> parts) {
            String text = NpmWording.text(parts);
            return NpmWording.json(Map.of("error", text, "message", text)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String challenge(BaseUrl base) {
            return usual.challenge(base);
        }

        @Override
        public String login() {
            return usual.login();
        }
    }
}
