package dev.breakwater.bench;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.io.OutputStream;

/** Requests that must succeed: a bench that measures failures measures nothing. */
final class Get {
    private Get() {}

    /** GETs {@code path} and throws the body away. */
    static RawHttp.Got whole(RawHttp http, String path) throws IOException {
        RawHttp.Got got = http.ask("GET", path, OutputStream.nullOutputStream());
        if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE) {
            throw new IOException(
                    "GET " + path + ": " + got.status() + ", " + got.end() + " after " + got.length() + " bytes");
        }
        return got;
    }

    /** The three files of a small module, as the go command wants them. */
    static void module(RawHttp http, String base, String module) throws IOException {
        for (String file : new String[] {"info", "mod", "zip"}) {
            whole(http, base + "/" + module + "/@v/v1.0.0." + file);
        }
    }
}
