package dev.breakwater.format.go.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.store.Key;

/** What must be true of every request path: it is read, and what it names can be a key, and leads back to itself. */
public final class GoRequestFuzz {
    private GoRequestFuzz() {}

    public static void check(String path) {
        switch (GoRequest.parse(path)) {
            case GoRequest.List(ModulePath m) -> back(m.escaped() + "/@v/list", path);
            case GoRequest.Latest(ModulePath m) -> back(m.escaped() + "/@latest", path);
            case GoRequest.Info(ModulePath m, Version v) -> back(m.escaped() + "/@v/" + v.escaped() + ".info", path);
            case GoRequest.Mod(ModulePath m, Version v) -> back(m.escaped() + "/@v/" + v.escaped() + ".mod", path);
            case GoRequest.Zip(ModulePath m, Version v) -> back(m.escaped() + "/@v/" + v.escaped() + ".zip", path);
            case GoRequest.VersionQuery query ->
                back(
                        query.module().escaped() + "/@v/"
                                + query.escaped().replace("%", "%25").replace(" ", "%20") + ".info",
                        path);
            case GoRequest.Sumdb(String rest) ->
                assertThat(new Key("go", "sumdb/" + rest)).isNotNull();
            case GoRequest.NoSuchPage(String why) ->
                assertThat(why).isNotBlank().doesNotContain("\n");
            case GoRequest.Invalid(String why) -> assertThat(why).isNotBlank().doesNotContain("\n");
        }
    }

    private static void back(String canonical, String path) {
        assertThat(new Key("go", canonical)).isNotNull();
        assertThat(GoRequest.parse(canonical)).as(path).isEqualTo(GoRequest.parse(path));
    }
}
