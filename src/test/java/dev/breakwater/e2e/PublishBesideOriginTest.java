package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Upload;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases published under a pattern whose owner has versions of its own. */
class PublishBesideOriginTest {
    private static final String LIB = "corp.test/lib";

    @TempDir
    private Path folder;

    private Mirror owner;
    private RunningServer server;
    private String token = "";

    @BeforeEach
    void start() throws Exception {
        Corpus corpus = new Corpus();
        for (String version : new String[] {"v1.0.0", "v1.1.0", "v1.10.0-rc.1"}) {
            corpus.publish(LIB, version, Map.of("go.mod", "module " + LIB + "\n", "m.go", "package lib // " + version));
        }
        owner = Mirror.start(MirrorSettings.of(corpus));
        token = new Users(folder.resolve("data")).token("ci", Set.of(Permission.READ, Permission.PUBLISH));
        server = RunningServer.start(folder, """
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: owner}]
                    upstreams: [{name: owner, url: "%s", private-only: true}]
                """.formatted(owner.url()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        owner.close();
    }

    private HttpResponse<String> publish(String version) {
        String release = LIB + "@" + version;
        return Upload.put(server.url() + "/go", release, Upload.zip(release, "published"), token);
    }

    private HttpResponse<String> get(String file) {
        return Upload.get(server.url() + "/go/" + LIB + "/" + file, token);
    }

    @Test
    void lists_and_latest_are_those_of_both() {
        assertThat(get("@v/list").body()).isEqualTo("v1.0.0\nv1.1.0\nv1.10.0-rc.1\n");
        assertThat(publish("v1.0.5").statusCode()).isEqualTo(201);
        assertThat(get("@v/list").body()).isEqualTo("v1.0.0\nv1.0.5\nv1.1.0\nv1.10.0-rc.1\n");
        assertThat(get("@latest").body()).contains("\"v1.1.0\"");
        assertThat(publish("v1.2.0").statusCode()).isEqualTo(201);
        assertThat(get("@latest").body()).contains("\"v1.2.0\"");
    }

    @Test
    void they_stay_in_lists_while_the_owner_is_down() {
        publish("v1.2.0");
        owner.fault(Fault.REFUSED);
        assertThat(get("@v/list").body()).contains("v1.2.0\n");
        assertThat(get("@latest").body()).contains("\"v1.2.0\"");
        assertThat(get("@v/v1.2.0.zip").statusCode()).isEqualTo(200);
    }

    @Test
    void a_published_version_wins_over_the_owners_and_is_never_replaced() {
        assertThat(publish("v1.1.0").statusCode()).isEqualTo(201);
        String mine = get("@v/v1.1.0.zip").headers().firstValue("etag").orElseThrow();
        assertThat(get("@v/list").body()).isEqualTo("v1.0.0\nv1.1.0\nv1.10.0-rc.1\n");
        assertThat(get("@v/v1.1.0.zip").headers().firstValue("etag")).hasValue(mine);
        assertThat(owner.log().count("/" + LIB + "/@v/v1.1.0.zip")).isZero();
    }

    @Test
    void what_the_owners_version_was_served_as_stays_what_it_was() {
        String theirs = get("@v/v1.0.0.zip").headers().firstValue("etag").orElseThrow();
        HttpResponse<String> said = publish("v1.0.0");
        assertThat(said.statusCode()).isEqualTo(409);
        assertThat(said.body().split("h1:", -1)).hasSize(3);
        assertThat(get("@v/v1.0.0.zip").headers().firstValue("etag")).hasValue(theirs);
    }
}
