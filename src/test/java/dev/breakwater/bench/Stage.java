package dev.breakwater.bench;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Three mirrors of the stock and, unless the go command is to do without, a server before them whose store is empty. */
final class Stage implements AutoCloseable {
    static final int MIRRORS = 3;

    private final Bench bench;
    private final List<Mirror> mirrors;
    private final List<String> urls;
    private final @Nullable ServerProcess server;

    private Stage(Bench bench, List<Mirror> mirrors, List<String> urls, @Nullable ServerProcess server) {
        this.bench = bench;
        this.mirrors = mirrors;
        this.urls = urls;
        this.server = server;
    }

    /** All well, in plain text; mirrors as {@code settings} makes them of the usual ones, and more lines of configuration. */
    static Stage open(Bench bench, Function<MirrorSettings, MirrorSettings> settings, String... repository)
            throws IOException {
        return open(bench, Breakage.NONE, 0, settings, List.of(repository), bench.upstreamLines());
    }

    /** Healthy as yet; the first {@code broken} mirrors are only where {@code breakage} wants them to be. */
    static Stage open(Bench bench, Breakage breakage, int broken) throws IOException {
        return open(bench, breakage, broken, it -> it, List.of(), bench.upstreamLines());
    }

    /** The same mirrors for a go command that is to do without a server. */
    static Stage alone(Bench bench, Breakage breakage, int broken) throws IOException {
        return open(bench, breakage, broken, it -> it, List.of(), List.of(), true);
    }

    static Stage open(
            Bench bench,
            Breakage breakage,
            int broken,
            Function<MirrorSettings, MirrorSettings> change,
            List<String> repository,
            List<String> upstream)
            throws IOException {
        return open(bench, breakage, broken, change, repository, upstream, bench.bare());
    }

    private static Stage open(
            Bench bench,
            Breakage breakage,
            int broken,
            Function<MirrorSettings, MirrorSettings> change,
            List<String> repository,
            List<String> upstream,
            boolean bare)
            throws IOException {
        Corpus corpus = bench.stock().corpus();
        List<Mirror> mirrors = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        try {
            for (int i = 0; i < MIRRORS; i++) {
                MirrorSettings settings = MirrorSettings.of(corpus)
                        .sumdb(Stock.DATABASE, bench.stock().sums())
                        .latency(bench.latency())
                        .seed(bench.seed() + i);
                settings = change.apply(settings);
                mirrors.add(Mirror.start(breakage.tls() || bench.tls() ? settings.overTls() : settings));
                urls.add(
                        i < broken && breakage.nowhere()
                                ? Mirror.UNKNOWN_HOST.replace("mirror", "mirror" + i)
                                : mirrors.getLast().url());
            }
            ServerProcess server = bare
                    ? null
                    : ServerProcess.start(
                            bench.options(),
                            new Setup(
                                    urls,
                                    Certificates.shared().pem(),
                                    bench.stock().sums().key(),
                                    repository,
                                    upstream));
            return new Stage(bench, mirrors, urls, server);
        } catch (IOException | RuntimeException e) {
            mirrors.forEach(Mirror::close);
            throw e;
        }
    }

    /** A server that starts empty before the same mirrors, which are not closed with it. */
    Stage another() throws IOException {
        Setup setup = Setup.over(
                urls, Certificates.shared().pem(), bench.stock().sums().key());
        return new Stage(bench, List.of(), urls, bench.bare() ? null : ServerProcess.start(bench.options(), setup));
    }

    /** Breaks the first {@code broken} mirrors so, and starts counting what they are asked. */
    void strike(Breakage breakage, int broken) {
        mirrors.forEach(mirror -> mirror.log().clear());
        mirrors.subList(0, broken).forEach(breakage.onto());
    }

    List<Mirror> mirrors() {
        return mirrors;
    }

    Mirror mirror(int i) {
        return mirrors.get(i);
    }

    ServerProcess server() {
        if (server == null) {
            throw new IllegalStateException("there is no server in a bare run");
        }
        return server;
    }

    Client client(Duration patience) {
        return new Client(server(), bench.truth(), patience);
    }

    /** What to set GOPROXY to: the server, or without one all mirrors. */
    String goProxy() {
        return server == null ? String.join(bench.separator(), urls) : server.goProxy();
    }

    /** What to set GOSUMDB to: the key alone is looked up through GOPROXY; {@code --gosumdb} may add an address. */
    String goSumdb() {
        Setup setup = Setup.over(
                urls, Certificates.shared().pem(), bench.stock().sums().key());
        return setup.fill(bench.options().text("--gosumdb", "{sumdb-key}"), Path.of(""), 0);
    }

    @Override
    public void close() throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            mirrors.forEach(Mirror::close);
        }
    }
}
