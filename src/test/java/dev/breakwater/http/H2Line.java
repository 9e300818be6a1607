package dev.breakwater.http;

import dev.breakwater.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HTTP/2: all requests at once; gives window back as bytes come. */
final class H2Line implements Line {
    private static final int WINDOW = 128 << 10;

    private final H2 http;

    private H2Line(URI base) throws IOException {
        http = H2.connect(base, WINDOW);
    }

    static Line connect(Stand stand) throws IOException {
        return new H2Line(URI.create(stand.url("")));
    }

    /** What has come of a reply. */
    private static final class Receipt {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Map<String, String> headers = Map.of();
        private RawHttp.End end = RawHttp.End.SILENT;

        RawHttp.Got got() {
            return new RawHttp.Got(
                    Integer.parseInt(headers.getOrDefault(":status", "0")),
                    headers,
                    body.toByteArray(),
                    body.size(),
                    end,
                    Duration.ZERO,
                    Duration.ZERO);
        }
    }

    @Override
    public RawHttp.Got ask(String method, String name, String... headers) throws IOException {
        Receipt receipt = new Receipt();
        receive(Map.of(http.ask(method, Stand.path(name), headers), receipt));
        return receipt.got();
    }

    @Override
    public List<RawHttp.Got> many(List<String> names) throws IOException {
        Map<Integer, Receipt> receipts = new LinkedHashMap<>();
        for (String name : names) {
            receipts.put(http.ask("GET", Stand.path(name)), new Receipt());
        }
        receive(receipts);
        return receipts.values().stream().map(Receipt::got).toList();
    }

    private void receive(Map<Integer, Receipt> receipts) throws IOException {
        int left = receipts.size();
        try {
            while (left > 0) {
                H2.Frame frame = http.next();
                Receipt receipt = receipts.get(frame.stream());
                if (receipt != null) {
                    take(frame, receipt);
                    left -= frame.ends() ? 1 : 0;
                }
            }
        } catch (SocketTimeoutException e) {
            // Those that have not ended are silent.
        } catch (EOFException e) {
            receipts.values().stream()
                    .filter(receipt -> receipt.end == RawHttp.End.SILENT)
                    .forEach(receipt -> receipt.end = RawHttp.End.CLOSED);
        }
    }

    private void take(H2.Frame frame, Receipt receipt) throws IOException {
        if (frame.type() == H2.HEADERS) {
            receipt.headers = frame.fields();
        } else if (frame.type() == H2.DATA && frame.payload().length > 0) {
            receipt.body.writeBytes(frame.payload());
            http.allow(0, frame.payload().length);
            http.allow(frame.stream(), frame.payload().length);
        }
        if (frame.ends()) {
            receipt.end = frame.type() == H2.RST_STREAM ? RawHttp.End.RESET : RawHttp.End.COMPLETE;
        }
    }

    @Override
    public void abort(String name) throws IOException {
        int stream = http.ask("GET", Stand.path(name));
        H2.Frame frame = http.next();
        while (frame.type() != H2.DATA || frame.stream() != stream) {
            frame = http.next();
        }
        http.reset(stream);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
