package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleLabelTest {
    @ParameterizedTest
    @CsvSource({
        "github.com/!burnt!sushi/toml/@v/v1.0.0.zip, github.com/BurntSushi/toml, v1.0.0, zip",
        "github.com/%21burnt%21sushi/toml/@v/v1.0.0.zip, github.com/BurntSushi/toml, v1.0.0, zip",
        "m.test/a/@v/v2.0.0+incompatible.mod, m.test/a, v2.0.0+incompatible, mod",
        "m.test/a/@v/v0.0.0-20200101000000-abcdefabcdef.info, m.test/a, v0.0.0-20200101000000-abcdefabcdef, info",
        "m.test/a/@v/list, m.test/a, '', list",
        "m.test/a/@latest, m.test/a, '', latest",
        "m.test/a/@v/main.info, m.test/a, '', query",
    })
    void a_path_is_of_a_module_and_perhaps_a_version(String path, String module, String version, String kind) {
        assertThat(ModuleLabel.of(path)).isEqualTo(new ModuleLabel(module, version, kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sumdb/sum.test/lookup/m.test/a@v1.0.0", "", "m.test", "%zz/@v/list", "m.test/a/@v/list of peers"
            })
    void anything_else_is_of_none(String path) {
        assertThat(ModuleLabel.of(path)).isNull();
    }
}
