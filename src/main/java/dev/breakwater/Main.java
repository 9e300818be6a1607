package dev.breakwater;

import dev.breakwater.cli.CommandTree;
import dev.breakwater.cli.Surroundings;
import dev.breakwater.config.InstalledGo;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The command line. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code args} names. */
    public static void main(String[] args) throws Exception {
        Carriers.provide();
        if (args.length == 1 && args[0].equals("train")) {
            Training.run();
            System.exit(0);
        }
        System.exit(run(args, Server::serve));
    }

    /** Runs the command that {@code args} names, with that server; returns the exit code. */
    static int run(String[] args, Surroundings.Starter starter) {
        Map<String, String> environment = System.getenv();
        return CommandTree.run(
                args,
                new Surroundings(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        () -> Optional.ofNullable(System.console())
                                .map(Console::isTerminal)
                                .orElse(false),
                        environment,
                        new InstalledGo(environment),
                        starter,
                        new Release(),
                        Probing::evaluate,
                        new GoModulesKnown(),
                        ServerClient::to,
                        new ModuleFolders()));
    }
}
