package dev.breakwater.http;

import java.io.IOException;

/** HTTP/1.1 over TLS. */
class EdgeH1TlsTest extends HttpEdgeContract {
    @Override
    boolean tls() {
        return true;
    }

    @Override
    Line connect(Stand stand) throws IOException {
        return H1Line.connect(stand);
    }
}
