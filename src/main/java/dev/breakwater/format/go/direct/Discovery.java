package dev.breakwater.format.go.direct;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.Quote;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The discovery of a module's source: from its path, else from {@code https://<path>?go-get=1}. A page that speaks for a prefix
 * of its path is trusted only if the prefix's own page says the same.
 */
final class Discovery {
    private static final int LARGEST_PAGE = 1 << 20;
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** How long a page's body may take after its head: the client waits for it. */
    private static final Duration PAGE = Duration.ofSeconds(20);

    private static final Map<String, String> HEADERS = Map.of("User-Agent", "Breakwater");

    private final HostCredentials logins;
    private final OutboundHttp.OriginClient line;
    private final Cache<String, ModuleSource> known =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

    /** Sends requests with {@code web}; each host gets the credentials that {@code logins} have for it. */
    Discovery(OutboundHttp web, HostCredentials logins) {
        this.logins = logins;
        line = web.line(Duration.ofSeconds(5), Duration.ofSeconds(15), null);
    }

    /** Where {@code module} comes from. */
    ModuleSource find(ModulePath module, Cancellation cancellation) throws GitException {
        Optional<ModuleSource> byPath = ok(CodeHosts.find(module));
        if (byPath.isPresent()) {
            return byPath.get();
        }
        ModuleSource before = known.getIfPresent(module.plain());
        if (before != null) {
            return before;
        }
        ModuleSource found = ask(module.plain(), cancellation);
        known.put(module.plain(), found);
        return found;
    }

    private ModuleSource ask(String path, Cancellation cancellation) throws GitException {
        GoImport said = imported(path, path, cancellation);
        if (!said.prefix().equals(path)) {
            GoImport again = imported(said.prefix(), path, cancellation);
            if (!again.equals(said)) {
                throw absent(path + " and " + said.prefix() + " disagree about where " + said.prefix() + " comes from");
            }
        }
        if (said.folder().startsWith("/")
                || said.folder().startsWith("-")
                || said.folder().contains("..")) {
            throw absent(
                    path + " has a go-import tag with the folder " + Quote.of(said.folder()) + ", which is not valid");
        }
        return switch (said.kind()) {
            case "git" -> new ModuleSource.GitSource(said.prefix(), said.url(), said.folder());
            case "mod" -> proxy(path, said.url());
            default -> new ModuleSource.Other(said.kind());
        };
    }

    private static ModuleSource proxy(String path, String url) throws GitException {
        try {
            URI base = URI.create(url);
            if ("https".equals(base.getScheme()) && base.getHost() != null && base.getRawUserInfo() == null) {
                return new ModuleSource.Proxy(base);
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new GitException(
                GitFault.REFUSED, path + " has a go-import tag with " + Quote.of(url) + ", which is not an https URL");
    }

    /** What the page of {@code asked} says of {@code path}. */
    private GoImport imported(String asked, String path, Cancellation cancellation) throws GitException {
        String url = "https://" + asked + (asked.indexOf('/') < 0 ? "/" : "") + "?go-get=1";
        Map<String, String> headers = new HashMap<>(HEADERS);
        logins.authorization(URI.create(url)).ifPresent(value -> headers.put("Authorization", value));
        try (OutboundResponse reply = line.get(url, headers, cancellation)) {
            List<GoImport> imports = GoImport.of(page(reply));
            Optional<GoImport> match = ok(GoImport.match(imports, path));
            if (match.isPresent()) {
                return match.get();
            }
            throw nothing(asked, imports.isEmpty() ? reply.status() : 200);
        } catch (WebException e) {
            throw unreachable(asked, e);
        }
    }

    private static String page(OutboundResponse reply) throws WebException {
        reply.within(PAGE);
        return reply.beginning(LARGEST_PAGE);
    }

    private static GitException nothing(String asked, int status) {
        return switch (status) {
            case 200, 404, 410 -> absent("the page of " + asked + " has no go-import tag for it");
            case 401, 403 -> new GitException(GitFault.DENIED, "the page of " + asked + " has status " + status);
            default -> new GitException(GitFault.UNREACHABLE, "the page of " + asked + " has status " + status);
        };
    }

    private static GitException unreachable(String asked, WebException e) {
        GitFault fault = switch (e.fault()) {
            case NAME, CONNECT, SILENT, BROKEN -> GitFault.UNREACHABLE;
            case PROTOCOL -> GitFault.REFUSED;
            case CANCELLED -> GitFault.CANCELLED;
        };
        return new GitException(fault, "the page of " + asked + ": " + e.getMessage(), e);
    }

    private static GitException absent(String why) {
        return new GitException(GitFault.ABSENT, why);
    }

    private static <T> T ok(Parsed<T> parsed) throws GitException {
        return switch (parsed) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Bad<T>(String why) -> throw absent(why);
        };
    }
}
