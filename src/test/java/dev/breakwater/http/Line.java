package dev.breakwater.http;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.util.List;

/** A client's connection, whatever it speaks. */
interface Line extends AutoCloseable {
    /** Asks and takes the whole reply. {@code headers} are whole lines. */
    RawHttp.Got ask(String method, String name, String... headers) throws IOException;

    /** Gets all of them by this one connection, at once where it can; the replies in the order of {@code names}. */
    List<RawHttp.Got> many(List<String> names) throws IOException;

    /** Asks, and goes away in the middle of the body. */
    void abort(String name) throws IOException;

    @Override
    void close() throws IOException;
}
