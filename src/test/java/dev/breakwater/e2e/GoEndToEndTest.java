package dev.breakwater.e2e;

import dev.breakwater.app.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The go command through the real server. */
class GoEndToEndTest extends GoEndToEndContract {
    @Override
    ServerUnderTest start(List<String> mirrors, String sumdbKey, Path folder) throws Exception {
        StringBuilder configuration = new StringBuilder("""
                repositories:
                  go:
                    format: go
                    checksum-databases:
                      - key: %s
                        sources: [upstreams]
                    upstreams:
                """.formatted(sumdbKey));
        for (int i = 0; i < mirrors.size(); i++) {
            configuration.append("""
                          - name: mirror%d
                            domain: domain%d
                            url: %s
                    """.formatted(i, i, mirrors.get(i)));
        }
        RunningServer server = RunningServer.start(folder, configuration.toString());
        return new ServerUnderTest() {
            @Override
            public String goProxyUrl() {
                return server.url() + "/go";
            }

            @Override
            public void stop() {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("stopping the server", e);
                }
            }
        };
    }

    @Override
    boolean remembers() {
        return true;
    }
}
