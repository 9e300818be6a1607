package dev.breakwater.format.go;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.repository.ClientSetup;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The settings for a client's go command. */
final class GoClientSetup implements ClientSetup {
    @Override
    public SequencedMap<String, String> variables(RepositorySettings repository, String address) {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put("GOPROXY", address);
        // private modules come from this server as well: undo the bypass that GOPRIVATE would set
        variables.put("GONOPROXY", "none");
        List<String> privates = ChainSettings.of(repository).privatePatterns();
        if (!privates.isEmpty()) {
            variables.put("GONOSUMDB", String.join(",", privates));
        }
        variables.put("GOSUMDB", database(DatabaseSettings.of(repository)));
        return variables;
    }

    /** Without a URL: with one, the go command would contact that server instead of this one. */
    private static String database(List<DatabaseSettings> databases) {
        return databases.isEmpty() ? "off" : databases.getFirst().written();
    }

    @Override
    public String command(String address) {
        return "go env -w GOPROXY=" + address + " GONOPROXY=none";
    }

    @Override
    public String hint(String address) {
        return "to use it: export GOPROXY=" + address;
    }
}
