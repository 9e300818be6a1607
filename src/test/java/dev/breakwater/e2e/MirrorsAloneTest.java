package dev.breakwater.e2e;

import java.nio.file.Path;
import java.util.List;

/** The contract against the mirrors alone: proves that what the tests serve is right, and how far the bare go command gets. */
class MirrorsAloneTest extends GoEndToEndContract {
    @Override
    ServerUnderTest start(List<String> mirrors, String sumdbKey, Path folder) {
        return new ServerUnderTest() {
            @Override
            public String goProxyUrl() {
                return String.join("|", mirrors);
            }

            @Override
            public void stop() {}
        };
    }

    @Override
    boolean remembers() {
        return false;
    }
}
