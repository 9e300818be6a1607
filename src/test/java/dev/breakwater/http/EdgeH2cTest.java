package dev.breakwater.http;

import java.io.IOException;

/** HTTP/2 in clear text, with prior knowledge. */
class EdgeH2cTest extends HttpEdgeContract {
    @Override
    boolean tls() {
        return false;
    }

    @Override
    Line connect(Stand stand) throws IOException {
        return H2Line.connect(stand);
    }
}
