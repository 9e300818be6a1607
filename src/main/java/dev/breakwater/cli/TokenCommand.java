package dev.breakwater.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of the token commands; does nothing itself. */
@Command(
        name = "token",
        description = "Manage the tokens of users and jobs; a running server notices changes within two seconds.",
        footer = {"", "Example:", "  breakwater token create alice --expires 90d"})
final class TokenCommand implements Callable<Integer> {
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
