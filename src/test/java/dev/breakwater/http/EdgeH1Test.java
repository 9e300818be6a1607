package dev.breakwater.http;

import java.io.IOException;

/** HTTP/1.1 in clear text. */
class EdgeH1Test extends HttpEdgeContract {
    @Override
    boolean tls() {
        return false;
    }

    @Override
    Line connect(Stand stand) throws IOException {
        return H1Line.connect(stand);
    }
}
