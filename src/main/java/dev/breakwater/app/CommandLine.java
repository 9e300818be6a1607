package dev.breakwater.app;

import dev.breakwater.cli.CliContext;
import dev.breakwater.cli.CommandTree;
import dev.breakwater.repository.KnownFormats;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The command line of the process: the commands of {@code cli}, with their dependencies. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * Runs the command that {@code args} names.
     *
     * @return the exit code: 0 success, 1 check failed, 2 usage error, 3 error
     * @throws Exception if the training run that the image build starts fails
     */
    public static int run(String[] args) throws Exception {
        VirtualThreads.provide();
        if (args.length == 1 && args[0].equals("train")) {
            AotTraining.run();
            return 0;
        }
        KnownFormats formats = Formats.of(System.getenv());
        return run(args, formats, configuration -> Server.serve(configuration, formats));
    }

    /** Runs the command that {@code args} names, with that server; returns the exit code. */
    static int run(String[] args, KnownFormats formats, CliContext.Starter starter) {
        Map<String, String> environment = System.getenv();
        return CommandTree.run(
                args,
                new CliContext(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        () -> Optional.ofNullable(System.console())
                                .map(Console::isTerminal)
                                .orElse(false),
                        environment,
                        SettingsSchema.of(formats.sections()),
                        formats,
                        starter,
                        new Release(formats),
                        (settings, request, progress) -> ProbePlanner.evaluate(formats, settings, request, progress),
                        ServerClient::to));
    }
}
