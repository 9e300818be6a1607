package dev.breakwater.format.npm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.RepositorySettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NpmClientSetupTest {
    private static final RepositorySettings NPM = new RepositorySettings("npm", "npm", "any");

    @Test
    void variables_name_the_registry_with_a_slash_at_the_end() {
        assertThat(new NpmClientSetup().variables(NPM, "https://deps.example.com/npm"))
                .containsExactly(
                        Map.entry("npm_config_registry", "https://deps.example.com/npm/"),
                        Map.entry("YARN_NPM_REGISTRY_SERVER", "https://deps.example.com/npm/"));
        assertThat(new NpmClientSetup().hint("https://deps.example.com/npm/"))
                .isEqualTo("to use it: npm config set registry https://deps.example.com/npm/");
    }

    @Test
    void yarn_is_told_the_host_of_an_http_address() {
        assertThat(new NpmClientSetup().variables(NPM, "http://127.0.0.1:8080/npm"))
                .containsEntry("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1");
    }
}
