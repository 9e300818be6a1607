package dev.breakwater.app;

import dev.breakwater.cli.CliContext;
import dev.breakwater.cli.CommandTree;
import dev.breakwater.repository.KnownFormats;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Commands as {@link CommandLine} runs them, but for the server, inside the test. */
public final class Shell {
    private Shell() {}

    /** What a command came to. */
    public record Ran(int code, String out, String err) {}

    /** Runs the command with these variables and no others. */
    public static Ran run(Map<String, String> environment, String... arguments) {
        return run(environment, Formats.of(environment), arguments);
    }

    /** The same with these formats. */
    static Ran run(Map<String, String> environment, KnownFormats formats, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CommandTree.run(
                arguments,
                new CliContext(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        () -> false,
                        environment,
                        SettingsSchema.of(formats.sections()),
                        formats,
                        _ -> {
                            throw new AssertionError("no server is started here");
                        },
                        new Release(formats),
                        (settings, request, progress) -> ProbePlanner.evaluate(formats, settings, request, progress),
                        ServerClient::to));
        return new Ran(code, out.toString(), err.toString());
    }
}
