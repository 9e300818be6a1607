package dev.breakwater.app;

import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Release;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class GoFormatContractTest extends FormatContract {
    @Override
    String repository(String url) {
        return "{checksum-databases: [], reserve: off, upstreams: ['" + url
                + "'], private: [{pattern: acme.test/*, from: hosted}]}";
    }

    @Override
    Things fill(ContractUpstream mirror) throws Exception {
        Corpus corpus = new Corpus();
        for (String module : new String[] {"example.test/m", "acme.test/secret"}) {
            corpus.publish(module, "v1.0.0", Map.of("go.mod", "module " + module + "\n", "a.go", "package a\n"));
            Release release = corpus.release(module, "v1.0.0").orElseThrow();
            String folder = "/" + module + "/@v/";
            mirror.put(folder + "list", "text/plain", "v1.0.0\n".getBytes(StandardCharsets.UTF_8));
            mirror.put(folder + "v1.0.0.info", "application/json", release.info());
            mirror.put(folder + "v1.0.0.mod", "text/plain", release.goMod());
            mirror.put(folder + "v1.0.0.zip", "application/zip", release.zip().bytes());
        }
        return new Things(
                "example.test/m/@v/v1.0.0.zip",
                "example.test/m/@v/list",
                "example.test/other/@v/v1.0.0.mod",
                "acme.test/secret/@v/v1.0.0.zip",
                "text/plain; charset=utf-8");
    }
}
