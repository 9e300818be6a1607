package dev.breakwater.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The elements of request paths. */
final class Elements {
    private Elements() {}

    /** The elements of {@code path}, decoded; a plus is a plus. */
    static List<String> of(String path) throws AdminException {
        try {
            return Stream.of(path.split("/", -1))
                    .skip(1)
                    .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new AdminException(400, "The path is not valid percent-encoding: " + e.getMessage());
        }
    }
}
