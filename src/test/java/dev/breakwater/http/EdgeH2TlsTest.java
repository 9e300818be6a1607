package dev.breakwater.http;

import java.io.IOException;

/** HTTP/2 over TLS. */
class EdgeH2TlsTest extends HttpEdgeContract {
    @Override
    boolean tls() {
        return true;
    }

    @Override
    Line connect(Stand stand) throws IOException {
        return H2Line.connect(stand);
    }
}
