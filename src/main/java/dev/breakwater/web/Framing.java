package dev.breakwater.web;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The check of a reply's framing: refuses one without a clear end, and closes its connection, because the bytes after it would
 * be read as the answer to another request (RFC 9112 section 6.3). The library skips interim answers (1xx) and trailers by
 * itself.
 */
final class Framing implements Interceptor {
    /** The reply's end is unclear; the message says why. Never retried on another address. */
    static final class Unclear extends ProtocolException {
        private static final long serialVersionUID = 1;

        Unclear(String why) {
            super(why);
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String fault = fault(response);
        if (fault == null) {
            return response;
        }
        Connection connection = chain.connection();
        if (connection != null) {
            connection.socket().close();
        }
        response.close();
        throw new Unclear(fault);
    }

    private static @Nullable String fault(Response response) {
        if (response.code() < 200) {
            return "answers " + response.code() + ", which was not requested";
        }
        List<String> encodings = response.headers("Transfer-Encoding");
        if (!encodings.isEmpty()) {
            return encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked")
                    ? null
                    : "has the Transfer-Encoding " + encodings + "; only chunked is supported";
        }
        List<String> lengths =
                response.headers("Content-Length").stream().distinct().toList();
        boolean one = lengths.size() <= 1 && lengths.stream().allMatch(length -> length.matches("\\d{1,18}"));
        return one ? null : "has the Content-Length " + lengths + ", which is not a single number";
    }
}
