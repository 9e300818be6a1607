package dev.breakwater.cli;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.Loaded;
import dev.breakwater.format.go.GoFormat;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.format.oci.OciFormat;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of the command line and what it printed. */
record Run(int code, String out, String err, @Nullable Loaded configuration) {
    static Run of(String... args) {
        return with(Map.of(), args);
    }

    /** With those variables besides upstreams, which keep every test from asking a real go command. */
    static Run with(Map<String, String> variables, String... args) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("GOPROXY", "https://a.example.com");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Loaded[] served = new Loaded[1];
        KnownFormats formats = new KnownFormats(List.of(new GoFormat(GoEnv.NONE), new OciFormat()));
        CliContext around = new CliContext(
                new PrintWriter(out),
                new PrintWriter(err),
                () -> false,
                environment,
                SettingsSchema.of(formats.sections()),
                formats,
                configuration -> {
                    served[0] = configuration.load();
                    if (environment.containsKey("FAIL")) {
                        throw new IOException(environment.get("FAIL"));
                    }
                    return 7;
                },
                (job, settings) -> new Publisher.PublishReply(201, job.toString()),
                (settings, request, progress) -> {
                    throw new IOException("nothing is probed here");
                },
                (address, _, _) -> (_, _) -> {
                    throw new ConnectException("no server answers at " + address);
                });
        int code = CommandTree.run(args, around);
        return new Run(code, out.toString(), err.toString(), served[0]);
    }

    Loaded served() {
        return Objects.requireNonNull(configuration, "nothing was served");
    }
}
