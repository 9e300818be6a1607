package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.config.Mistake;
import dev.breakwater.config.Schema;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The environment of the commands.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether the output is a terminal, so that progress is shown; called only when needed
 * @param environment the environment variables
 * @param schema the configuration's schema
 * @param formats every format there is, with what it can do for commands
 * @param starter runs the server
 * @param publisher packs and sends releases
 * @param evaluator evaluates mirrors
 * @param dialer creates clients of running servers
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        BooleanSupplier terminal,
        Map<String, String> environment,
        Schema schema,
        KnownFormats formats,
        Starter starter,
        Publisher publisher,
        Evaluator evaluator,
        ServerFiles.Dialer dialer) {
    private static final int MOST_SHOWN = 200;

    /** A starter of the server. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts it, and returns after it was stopped and has drained.
         *
         * @return the exit code
         * @throws ConfigException if the configuration is not valid
         * @throws IOException if it cannot start; the message says why and what to do
         */
        int serve(Configuration configuration) throws ConfigException, IOException, InterruptedException;
    }

    /** An evaluator of mirrors. */
    @FunctionalInterface
    public interface Evaluator {
        /**
         * Evaluates once, under {@code settings}.
         *
         * @throws ProbeException if the request is not valid
         * @throws IOException if it cannot start; the message says why and what to do
         */
        ProbeReport evaluate(Settings settings, ProbeRequest request, ProbePlan.ProbeListener progress)
                throws ProbeException, IOException, InterruptedException;
    }

    /** The configuration. */
    Loaded load(Flags flags) throws ConfigException, InterruptedException {
        return new Loader(schema, environment).load(flags);
    }

    /** The configuration of a server, which reads it itself. */
    Configuration configuration(Flags flags) {
        return new Configuration(schema, environment, flags);
    }

    /** Prints mistakes or warnings, a line each. */
    void print(PrintWriter to, String mark, List<Mistake> mistakes) {
        mistakes.stream().limit(MOST_SHOWN).forEach(mistake -> to.println(mark + mistake));
        if (mistakes.size() > MOST_SHOWN) {
            to.println("… and " + (mistakes.size() - MOST_SHOWN) + " more");
        }
    }
}
