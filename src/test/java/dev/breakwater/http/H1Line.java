package dev.breakwater.http;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** HTTP/1.1: one request after another. */
final class H1Line implements Line {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI base;
    private RawHttp http;

    private H1Line(URI base) throws IOException {
        this.base = base;
        this.http = RawHttp.connect(base, PATIENCE);
    }

    static Line connect(Stand stand) throws IOException {
        return new H1Line(URI.create(stand.url("")));
    }

    @Override
    public RawHttp.Got ask(String method, String name, String... headers) throws IOException {
        return http.ask(method, Stand.path(name), headers);
    }

    @Override
    public List<RawHttp.Got> many(List<String> names) throws IOException {
        List<RawHttp.Got> all = new ArrayList<>();
        for (String name : names) {
            all.add(ask("GET", name));
        }
        return all;
    }

    /** The only way to go away is to hang up: the line is another one after. */
    @Override
    public void abort(String name) throws IOException {
        http.ask("GET", Stand.path(name), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("enough");
            }
        });
        http.close();
        http = RawHttp.connect(base, PATIENCE);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
