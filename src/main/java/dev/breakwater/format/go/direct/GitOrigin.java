package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.GoModSyntax;
import dev.breakwater.format.go.module.GoRequest;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.git.BareRepository;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.git.Lease;
import dev.breakwater.git.Repositories;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.ResponseLimits;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The modules' own repositories as an origin, {@code direct} in a GOPROXY list: answers a mirror's requests with what git
 * finds, as the go command would. It stands for many hosts, and the trouble of one says nothing about the others.
 */
public final class GitOrigin implements Origin {
    private static final Duration LASTING = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String domain;
    private final Repositories repositories;
    private final Discovery discovery;

    /** Over {@code repositories}; {@code domain} names its failure domain. */
    public GitOrigin(String domain, Repositories repositories) {
        this.domain = domain;
        this.repositories = repositories;
        this.discovery =
                new Discovery(repositories.reach().web(), repositories.reach().logins());
    }

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public boolean fronts() {
        return true;
    }

    /**
     * Long enough to fetch most repositories: it is asked for what mirrors do not have. Doubt does not shorten it, because
     * doubt comes from other hosts than the one that is asked.
     */
    @Override
    public Duration grace(boolean doubted) {
        return PATIENCE;
    }

    /** Clients name the hosts, so these must deliver at a minimum rate. */
    @Override
    public ResponseLimits limits(Traffic traffic) {
        return new ResponseLimits(PATIENCE, ResponseLimits.of(traffic).stall(), true);
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        try {
            return switch (GoRequest.parse(ask.path())) {
                case GoRequest.List(ModulePath module) -> answer(module, ask, sink, this::list);
                case GoRequest.Latest(ModulePath module) -> answer(module, ask, sink, m -> info(m, m.latest()));
                case GoRequest.Info(ModulePath module, Version version) ->
                    answer(module, ask, sink, m -> info(m, exactly(m, version)));
                case GoRequest.VersionQuery(ModulePath module, String query) ->
                    answer(module, ask, sink, m -> info(m, m.resolve(query)));
                case GoRequest.Mod(ModulePath module, Version version) ->
                    answer(module, ask, sink, m -> goMod(m, exactly(m, version)));
                case GoRequest.Zip(ModulePath module, Version version) -> zip(module, version, ask, sink);
                case GoRequest.Sumdb(String rest) -> new Outcome.Missing("version control has no checksum database");
                case GoRequest.NoSuchPage(String why) -> new Outcome.Missing(why);
                case GoRequest.Invalid(String why) -> new Outcome.Missing(why);
            };
        } catch (GitException e) {
            return outcome(e);
        }
    }

    private interface GitAnswer {
        byte[] of(GitModule module) throws IOException;
    }

    private Outcome answer(ModulePath module, Ask ask, Sink sink, GitAnswer making) throws IOException {
        return switch (discovery.find(module, ask.cancellation())) {
            case ModuleSource.GitSource git -> {
                byte[] bytes;
                try (Lease lease = repositories.lease(git.url())) {
                    bytes = making.of(module(module, git, lease, ask.cancellation()));
                }
                Head head = new Head(0, bytes.length, null);
                if (!sink.begin(head)) {
                    yield new Outcome.Abandoned("no longer needed");
                }
                sink.write(ByteBuffer.wrap(bytes));
                yield new Outcome.Found(head, git.url());
            }
            case ModuleSource.Proxy(URI base) -> mirror(base).get(ask, sink);
            case ModuleSource.Other(String kind) -> other(module, kind);
        };
    }

    private Outcome zip(ModulePath module, Version version, Ask ask, Sink sink) throws IOException {
        return switch (discovery.find(module, ask.cancellation())) {
            case ModuleSource.GitSource git -> {
                Writing writing = new Writing(sink);
                try (Lease lease = repositories.lease(git.url())) {
                    GitModule found = module(module, git, lease, ask.cancellation());
                    new ModuleArchive(found.home(), exactly(found, version)).write(writing);
                }
                yield writing.unwanted
                        ? new Outcome.Abandoned("no longer needed")
                        : new Outcome.Found(Writing.HEAD, git.url());
            }
            case ModuleSource.Proxy(URI base) -> mirror(base).get(ask, sink);
            case ModuleSource.Other(String kind) -> other(module, kind);
        };
    }

    private static GitModule module(
            ModulePath module, ModuleSource.GitSource source, Lease lease, Cancellation cancellation)
            throws GitException {
        return new GitModule(ModuleHome.of(module, source, lease.repository()), cancellation);
    }

    private Mirror mirror(URI base) throws GitException {
        Map<String, String> headers = repositories
                .reach()
                .logins()
                .authorization(base)
                .map(value -> Map.of("Authorization", value))
                .orElse(Map.of());
        return new Mirror(
                new Mirror.MirrorAddress(name(), base, domain, 1, false, headers, null),
                Mirror.MirrorLimits.USUAL,
                repositories.reach().web());
    }

    private static Outcome other(ModulePath module, String kind) {
        return new Outcome.Denied(module + " is kept in " + kind + ", which is not supported: only git is");
    }

    private byte[] list(GitModule module) throws GitException {
        return VersionList.text(module.list());
    }

    private byte[] info(GitModule module, ModuleVersion version) throws GitException {
        BareRepository repository = module.home().repository();
        return new GitInfo(version, module.home(), repository.refs(LASTING, new Cancellation())).json();
    }

    /** {@code version} itself, pinned to its commit from now on. */
    private static ModuleVersion exactly(GitModule module, Version version) throws IOException {
        ModuleVersion found = module.resolve(version.text());
        if (!found.version().equals(version)) {
            throw new GitException(GitFault.ABSENT, module.home().module() + "@" + version + " is " + found.version());
        }
        byte[] goMod = found.files().goMod();
        String fault = goMod == null
                ? ""
                : GoModSyntax.fault(
                        new ByteArrayInputStream(goMod), module.home().module());
        if (!fault.isEmpty()) {
            throw new GitException(GitFault.ABSENT, module.home().module() + "@" + version + ": " + fault);
        }
        if (found.revision().tag() != null) {
            module.home()
                    .repository()
                    .serve(found.revision().tag(), found.revision().commit().hash());
        }
        return found;
    }

    private static byte[] goMod(GitModule module, ModuleVersion version) {
        byte[] file = version.files().goMod();
        return file == null ? ("module " + module.home().module() + "\n").getBytes(StandardCharsets.UTF_8) : file;
    }

    private static Outcome outcome(GitException e) {
        String said = String.valueOf(e.getMessage());
        return switch (e.fault()) {
            case ABSENT -> new Outcome.Missing(said);
            case DENIED, REFUSED -> new Outcome.Denied(said);
            case UNREACHABLE, BROKEN -> new Outcome.Unavailable(said);
            case CANCELLED -> new Outcome.Abandoned(said);
        };
    }

    /** Passes on what is written, the head first; discards the rest once the receiver has cancelled. */
    private static final class Writing extends OutputStream {
        static final Head HEAD = new Head(0, -1, null);

        private final Sink sink;
        private boolean begun;
        private boolean unwanted;

        Writing(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!begun) {
                begun = true;
                unwanted = !sink.begin(HEAD);
            }
            if (!unwanted) {
                sink.write(ByteBuffer.wrap(bytes, from, length));
            }
        }
    }
}
