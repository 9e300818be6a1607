package dev.breakwater.format.npm.settings;

import dev.breakwater.config.InstalledProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The npm command on the PATH, which has three seconds. It is asked for the registry that it uses without the variable for it,
 * since this server reads that one itself.
 */
public final class InstalledNpm implements NpmEnv {
    private static final String COMMAND = "npm config get registry";

    private final Map<String, String> environment;

    /** The npm command on the PATH of {@code environment}. */
    public InstalledNpm(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public NpmAnswer ask() throws InterruptedException {
        Optional<Path> npm = InstalledProgram.find("npm", environment);
        if (npm.isEmpty()) {
            return new NpmAnswer.NoNpm("there is none on the PATH");
        }
        Process process = null;
        try {
            process = InstalledProgram.start(
                    List.of(npm.get().toString(), "config", "get", "registry"), quiet(environment));
            List<String> lines = InstalledProgram.lines(process, 3, COMMAND);
            return lines.isEmpty()
                    ? new NpmAnswer.NoNpm("`" + COMMAND + "` printed nothing")
                    : new NpmAnswer.UsedRegistry(lines.getLast().strip());
        } catch (IOException e) {
            return new NpmAnswer.NoNpm(e.getMessage() == null ? "it does not run" : e.getMessage());
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /** It neither asks the network for a newer npm nor writes a log. */
    private static Map<String, String> quiet(Map<String, String> environment) {
        Map<String, String> quiet = new HashMap<>(environment);
        quiet.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).equals("npm_config_registry"));
        quiet.put("npm_config_update_notifier", "false");
        quiet.put("npm_config_logs_max", "0");
        quiet.put("COREPACK_ENABLE_NETWORK", "0");
        return quiet;
    }
}
