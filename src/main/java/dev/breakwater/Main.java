package dev.breakwater;

import dev.breakwater.app.CommandLine;

/** Starts the process. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code args} names, and exits with its code. */
    public static void main(String[] args) throws Exception {
        System.exit(CommandLine.run(args));
    }
}
