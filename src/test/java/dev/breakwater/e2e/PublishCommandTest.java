package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.RunningServer;
import dev.breakwater.app.Shell;
import dev.breakwater.auth.Permission;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GoCommand;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that publishes, towards the real server over TLS; and the real go command after it. */
class PublishCommandTest {
    private static final String LIB = "corp.test/Team/lib";

    @TempDir
    private Path folder;

    @Test
    void a_folder_is_packed_as_the_go_command_would_and_found_by_it() throws Exception {
        String token = new Users(folder.resolve("data")).token("ci", Set.of(Permission.READ, Permission.PUBLISH));
        Path lib = Files.createDirectories(folder.resolve("lib"));
        write(lib, "go.mod", "module " + LIB + "\n\ngo 1.24\n");
        write(lib, "lib.go", "package lib\n\nconst Says = 1\n");
        write(lib, "README", "read me\n");
        write(lib, "nested/go.mod", "module " + LIB + "/nested\n");
        write(lib, "nested/n.go", "package nested\n");
        write(lib, "vendor/x.test/x/x.go", "package x\n");
        write(lib, ".git/config", "[core]\n");
        write(lib, "sub/.hg/hgrc", "x\n");
        write(lib, "sub/s.go", "package sub\n");
        Files.createSymbolicLink(lib.resolve("link.go"), lib.resolve("lib.go"));
        Certificates certificates = Certificates.shared();
        try (RunningServer server =
                RunningServer.start(folder, """
                tls: {cert: "%s", key: "%s"}
                access: {anonymous: nothing}
                repositories:
                  go:
                    checksum-databases: []
                    private: [{pattern: "corp.test/*", from: hosted}]
                    upstreams: ["http://127.0.0.1:9"]
                """.formatted(certificates.chain(), certificates.key()))) {
            Map<String, String> environment = Map.of(
                    "BREAKWATER_TOKEN",
                    token,
                    "SSL_CERT_FILE",
                    certificates.pem().toString(),
                    "GOPROXY",
                    "off");
            String go = server.url() + "/go";
            Shell.Ran published = Shell.run(environment, "publish", lib.toString(), LIB + "@v1.0.0", "--server", go);
            assertThat(published.code()).as(published.err()).isZero();
            assertThat(published.out()).startsWith("published " + LIB + "@v1.0.0 h1:");
            String h1 = published.out().strip().replaceFirst(".* ", "");

            Path home = Files.createDirectories(folder.resolve("home"));
            Files.writeString(
                    home.resolve(".netrc"),
                    "machine " + URI.create(go).getAuthority() + " login ci password " + token + "\n");
            GoCommand command = GoCommand.orSkip(home)
                    .proxy(go)
                    .with("SSL_CERT_FILE", certificates.pem().toString());
            GoCommand.Ran ran = command.run(folder, "mod", "download", "-json", LIB + "@latest");
            assertThat(ran.output()).contains("\"Version\": \"v1.0.0\"", "\"Sum\": \"" + h1 + "\"");
            Path unpacked = home.resolve("modules/corp.test/!team/lib@v1.0.0");
            assertThat(unpacked).isDirectoryContaining("glob:**/lib.go").isDirectoryContaining("glob:**/README");
            assertThat(unpacked.resolve("sub/s.go")).exists();
            for (String left : new String[] {"nested", "vendor", ".git", "sub/.hg", "link.go"}) {
                assertThat(unpacked.resolve(left)).doesNotExist();
            }

            write(lib, "lib.go", "package lib\n\nconst Says = 2\n");
            Shell.Ran changed = Shell.run(environment, "publish", lib.toString(), LIB + "@v1.0.0", "--server", go);
            assertThat(changed.code()).isEqualTo(1);
            assertThat(changed.err()).contains(h1, "you sent: h1:", "nothing was published");
            assertThat(changed.err() + changed.out() + published.err()).doesNotContain(token);
            Shell.Ran nobody = Shell.run(
                    Map.of("SSL_CERT_FILE", certificates.pem().toString(), "GOPROXY", "off"),
                    "publish",
                    lib.toString(),
                    LIB + "@v1.1.0",
                    "--server",
                    go);
            assertThat(nobody.code()).isEqualTo(1);
            assertThat(nobody.err()).contains("authentication required");
            Shell.Ran wrong = Shell.run(environment, "publish", lib.toString(), LIB + "@v2.0.0", "--server", go);
            assertThat(wrong.code()).isEqualTo(2);
            Shell.Ran audit = Shell.run(
                    environment, "audit", "--data-dir", folder.resolve("data").toString());
            assertThat(audit.out()).contains(" ci 127.0.0.1 publish go " + LIB, " 201 kept ", " 409 conflict ");
        }
    }

    private static void write(Path folder, String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
