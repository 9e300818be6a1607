package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.probe.ProbeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tree of all commands, and their exit codes. */
public final class CommandTree {
    private CommandTree() {}

    /**
     * Runs the command that {@code args} names.
     *
     * @return the exit code: 0 success, 1 check failed, 2 usage error, 3 error
     */
    public static int run(String[] args, CliContext around) {
        SequencedMap<String, Supplier<CommandLine>> commands = commands(around);
        // building a command's model takes milliseconds, too long for a start: only the named one is built
        if (args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help")) {
            commands.keySet().retainAll(List.of(args[0]));
        }
        CommandLine root = root(commands);
        root.setOut(around.out())
                .setErr(around.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours(around)))
                .setParameterExceptionHandler((e, _) -> usage(e, around))
                .setExecutionExceptionHandler((e, _, _) -> failed(e, around));
        int code = root.execute(args);
        around.out().flush();
        around.err().flush();
        return code;
    }

    private static CommandLine root(SequencedMap<String, Supplier<CommandLine>> commands) {
        CommandLine root = new CommandLine(new Breakwater());
        commands.values().forEach(command -> root.addSubcommand(command.get()));
        help(root);
        return root;
    }

    private static SequencedMap<String, Supplier<CommandLine>> commands(CliContext around) {
        SequencedMap<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> new CommandLine(new ServeCommand(around)));
        commands.put("check-config", () -> new CommandLine(new CheckConfigCommand(around)));
        commands.put("print-config", () -> new CommandLine(new PrintConfigCommand(around)));
        commands.put("env", () -> new CommandLine(new EnvCommand(around)));
        commands.put("probe", () -> new CommandLine(new ProbeCommand(around)));
        commands.put("warm", () -> new CommandLine(new WarmCommand(around)));
        commands.put(
                "store",
                () -> new CommandLine(new StoreCommand())
                        .addSubcommand(new StoreCheckCommand(around))
                        .addSubcommand(new StoreGcCommand(around))
                        .addSubcommand(new StoreStatsCommand(around))
                        .addSubcommand(new StoreExportCommand(around))
                        .addSubcommand(new StoreImportCommand(around)));
        commands.put(
                "token",
                () -> new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenCreateCommand(around))
                        .addSubcommand(new TokenListCommand(around))
                        .addSubcommand(new TokenRevokeCommand(around)));
        commands.put("publish", () -> new CommandLine(new PublishCommand(around)));
        commands.put("audit", () -> new CommandLine(new AuditCommand(around)));
        commands.put("status", () -> new CommandLine(new StatusCommand(around)));
        commands.put("ready", () -> new CommandLine(new ReadyCommand(around)));
        commands.put("completion", () -> new CommandLine(new CompletionCommand(around, () -> root(commands(around)))));
        commands.put("man", () -> new CommandLine(new ManCommand(around, () -> root(commands(around)))));
        commands.put("version", () -> new CommandLine(new VersionCommand(around)));
        commands.put("help", () -> new CommandLine(new HelpCommand()));
        return commands;
    }

    /** Adds the help option to every command. */
    private static void help(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .arity("0")
                        .description("Show this help and exit.")
                        .build());
        command.getSubcommands().values().stream()
                .filter(below -> !(below.getCommand() instanceof HelpCommand))
                .forEach(CommandTree::help);
    }

    /** By no-color.org; the library checks for a terminal when it prints. */
    private static Ansi colours(CliContext around) {
        boolean unwanted = !around.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return unwanted ? Ansi.OFF : Ansi.AUTO;
    }

    private static int usage(ParameterException e, CliContext around) {
        String message = e.getMessage() == null
                ? "usage error"
                : e.getMessage().lines().findFirst().orElse("");
        String meant = e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? "; did you mean " + unmatched.getSuggestions().getFirst() + "?"
                : "";
        around.err().println("breakwater: " + message + meant);
        around.err().println("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }

    private static int failed(Exception e, CliContext around) {
        switch (e) {
            case ConfigException wrong -> {
                around.print(around.err(), "", wrong.mistakes());
                around.err().println("breakwater: invalid configuration; nothing was started");
                if (wrong.mistakes().stream()
                        .allMatch(mistake -> mistake.place().startsWith("--"))) {
                    return Exit.USAGE;
                }
            }
            case ProbeException wrong -> {
                around.err().println("breakwater: " + wrong.getMessage());
                return Exit.USAGE;
            }
            case IOException cause -> around.err().println("breakwater: " + cause.getMessage());
            case UncheckedIOException cause -> around.err().println("breakwater: " + cause.getMessage());
            case InterruptedException _ -> around.err().println("breakwater: interrupted");
            default -> {
                around.err().println("breakwater: internal error, please report it:");
                e.printStackTrace(around.err());
            }
        }
        return Exit.FAILED;
    }
}
