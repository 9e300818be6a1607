package dev.breakwater.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a subcommand: lists the commands. */
@Command(
        name = "breakwater",
        description = "A dependency mirror that keeps builds working while upstreams fail.",
        footer = {
            "",
            "Example:",
            "  breakwater serve",
            "  go env -w GOPROXY=http://127.0.0.1:8080/go",
            "",
            "Exit codes: 0 success, 1 check failed, 2 usage error, 3 error."
        })
final class Breakwater implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return Exit.USAGE;
    }
}
