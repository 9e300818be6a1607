package dev.breakwater.app;

import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole server inside the test, from a configuration's text, on a free port. */
public final class RunningServer implements AutoCloseable {
    private final Server server;

    private final Path file;

    private RunningServer(Server server, Path file) {
        this.server = server;
        this.file = file;
    }

    /** Starts one; its file and its data are kept below {@code folder}. No environment variable is looked at. */
    public static RunningServer start(Path folder, String configuration) throws Exception {
        return start(folder, configuration, 0, InstantSource.system());
    }

    /** Starts one on this port, or on any for 0, that goes by this clock. */
    public static RunningServer start(Path folder, String configuration, int port, InstantSource clock)
            throws Exception {
        return start(folder, configuration, port, clock, Formats.of(Map.of()));
    }

    /** The same with these formats. */
    static RunningServer start(Path folder, String configuration, int port, InstantSource clock, KnownFormats formats)
            throws Exception {
        Path file = folder.resolve("breakwater.yaml");
        Files.writeString(file, configuration);
        Flags flags =
                new Flags(file, "127.0.0.1:" + port, folder.resolve("data").toString(), false, null);
        Configuration read = new Configuration(SettingsSchema.of(formats.sections()), Map.of(), flags);
        return new RunningServer(Server.start(read, formats, clock), file);
    }

    /** Saves another configuration over the one it runs with; the server notices by itself. */
    public void configure(String configuration) throws IOException {
        Files.writeString(file, configuration);
    }

    /** Its configuration's file. */
    public Path file() {
        return file;
    }

    /** A new token, which it knows in two seconds; {@code may} as in the command, patterns none for all private names. */
    String token(String name, String may, String... patterns) {
        List<String> line = new ArrayList<>(List.of("token", "create", name, "--may", may));
        for (String pattern : patterns) {
            line.addAll(List.of("--pattern", pattern));
        }
        String data = file.resolveSibling("data").toString();
        line.addAll(List.of("--config", file.toString(), "--data-dir", data));
        Matcher token = Pattern.compile("bw_\\S+")
                .matcher(Shell.run(Map.of(), line.toArray(String[]::new)).out());
        if (!token.find()) {
            throw new AssertionError("no token was made for " + name);
        }
        return token.group();
    }

    /** Where it is reached. */
    public String url() {
        return server.url();
    }

    /** What pages show of it. */
    Overview overview() {
        return server.overview();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
