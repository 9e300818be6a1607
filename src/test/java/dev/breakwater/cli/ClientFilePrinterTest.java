package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that set up clients of container images. */
class ClientFilePrinterTest {
    private static final String HUB =
            "  hub: {format: oci, registry: docker.io, upstreams: [{url: 'https://mirror.example.com'}]}\n";
    private static final String QUAY =
            "  quay: {format: oci, registry: quay.io, upstreams: [{url: 'https://quay.io'}]}\n";
    private static final String TEAM = "  team: {format: oci, hosted: true}\n";
    private static final Map<String, String> HTTPS = Map.of("BREAKWATER_PUBLIC_URL", "https://deps.example.com");

    @TempDir
    Path folder;

    private Run env(Map<String, String> variables, String repositories, String client) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), "repositories:\n" + repositories);
        Run run = Run.with(variables, "env", client, "--config", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    @Test
    void docker_mirrors_docker_hub_over_plain_http() throws IOException {
        Run run = env(Map.of("BREAKWATER_LISTEN", "10.0.0.1:8080"), HUB, "--docker");
        assertThat(run.out()).isEqualTo("""
                {
                  "registry-mirrors": ["http://10.0.0.1:8080"],
                  "insecure-registries": ["10.0.0.1:8080"]
                }
                """);
        assertThat(run.err()).contains("# /etc/docker/daemon.json");
    }

    @Test
    void docker_gets_no_mirror_unless_docker_hub_is_the_default() throws IOException {
        Run several = env(HTTPS, HUB + QUAY + TEAM, "--docker");
        assertThat(several.out()).isEmpty();
        assertThat(several.err())
                .contains("add default: true")
                .contains("docker pull deps.example.com/quay/IMAGE:TAG")
                .contains("push to deps.example.com/team/*");
        String usual = HUB.replace("docker.io,", "docker.io, default: true,");
        assertThat(env(HTTPS, usual + QUAY, "--docker").out()).isEqualTo("""
                {
                  "registry-mirrors": ["https://deps.example.com"]
                }
                """);
        assertThat(env(HTTPS, QUAY, "--docker").out()).isEmpty();
    }

    @Test
    void containerd_gets_a_file_for_each_registry_and_goes_on_to_it() throws IOException {
        assertThat(env(HTTPS, HUB + QUAY + TEAM, "--containerd").out()).isEqualTo("""
                # /etc/containerd/certs.d/docker.io/hosts.toml
                server = "https://registry-1.docker.io"

                [host."https://deps.example.com"]
                  capabilities = ["pull", "resolve"]

                # /etc/containerd/certs.d/quay.io/hosts.toml
                server = "https://quay.io"

                [host."https://deps.example.com"]
                  capabilities = ["pull", "resolve"]

                """);
        String plain = env(Map.of("BREAKWATER_LISTEN", "10.0.0.1:8080"), QUAY + TEAM, "--containerd")
                .out();
        assertThat(plain).endsWith("""
                # /etc/containerd/certs.d/10.0.0.1:8080/hosts.toml
                server = "http://10.0.0.1:8080"

                """);
    }

    @Test
    void a_registry_with_private_names_is_asked_by_no_client() throws IOException {
        String secret = HUB.replace("upstreams", "private: ['mycompany/*'], upstreams");
        assertThat(env(HTTPS, secret, "--containerd").out()).startsWith("server = \"https://deps.example.com\"\n");
        assertThat(env(HTTPS, secret, "--podman").out()).isEqualTo("""
                [[registry]]
                prefix = "docker.io"
                location = "deps.example.com/hub"
                """);
        assertThat(env(HTTPS, secret, "--docker").err()).contains("deps.example.com/hub/…");
    }

    @Test
    void podman_gets_a_mirror_for_each_registry() throws IOException {
        Run run = env(Map.of("BREAKWATER_LISTEN", "10.0.0.1:8080"), HUB + QUAY, "--podman");
        assertThat(run.out()).isEqualTo("""
                [[registry]]
                location = "docker.io"

                [[registry.mirror]]
                location = "10.0.0.1:8080/hub"
                insecure = true

                [[registry]]
                location = "quay.io"

                [[registry.mirror]]
                location = "10.0.0.1:8080/quay"
                insecure = true

                [[registry]]
                location = "10.0.0.1:8080"
                insecure = true
                """);
        assertThat(run.err()).contains("/etc/containers/registries.conf.d/010-breakwater.conf");
    }

    @Test
    void a_repository_that_no_client_calls_a_registry_is_no_mirror() throws IOException {
        String own = QUAY.replace("registry: quay.io, ", "");
        assertThat(env(HTTPS, own, "--podman").out()).isEmpty();
        assertThat(env(HTTPS, own, "--containerd").out()).isEmpty();
    }

    @Test
    void without_repositories_of_images_there_are_no_files() {
        Run run = Run.of("env", "--docker");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no repository of this configuration is for docker");
    }
}
